using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Health;

/// <param name="LimitBytes">Of the whole sandbox; null: none is known.</param>
/// <param name="AgentBytes">Resident, of the Agent itself.</param>
/// <param name="UsedBytes">Of all programs of the user, shared pages divided among them.</param>
public sealed record MemoryStats(
    long UsedBytes,
    long AgentBytes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? LimitBytes);

/// <param name="UsedSeconds">CPU time of all programs of the user since the sandbox's start.</param>
/// <param name="Count">Processors.</param>
public sealed record CpuStats(double UsedSeconds, int Count);

/// <summary>The file system of the sandbox's state.</summary>
public sealed record DiskStats(long UsedBytes, long FreeBytes, long TotalBytes);

/// <summary>What the journal holds and how much it keeps.</summary>
public sealed record JournalStats
{
    public required long FirstSeq { get; init; }

    public required long LastSeq { get; init; }

    public required long SizeBytes { get; init; }

    /// <summary>Past it the oldest events go, unless an open run began in them.</summary>
    public required long KeepBytes { get; init; }

    /// <summary>Past it the oldest events go in any case.</summary>
    public required long HardKeepBytes { get; init; }

    public required int Runs { get; init; }

    public required long RunBytes { get; init; }

    public required long KeepRunBytes { get; init; }

    public required int KeepRuns { get; init; }

    public required double KeepRunHours { get; init; }

    /// <summary>Output of one run that is kept.</summary>
    public required long RunOutputBytes { get; init; }
}

public sealed record StatsAnswer(
    bool Success, MemoryStats Memory, CpuStats Cpu, int Processes, DiskStats Disk, JournalStats Journal, DateTimeOffset Timestamp);
