using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Processes;

/// <summary>Where a background process stands.</summary>
[JsonConverter(typeof(NamedEnumConverter<ProcessStatus>))]
public enum ProcessStatus
{
    [JsonStringEnumMemberName("starting")]
    Starting,

    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Ended by itself with exit code 0.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>Ended by itself with another exit code.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended because somebody asked for it, or by its time limit.</summary>
    [JsonStringEnumMemberName("killed")]
    Killed,

    /// <summary>It could not be started, or its Agent ended.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

/// <summary>The body of <c>process/start</c>.</summary>
public sealed record StartProcessRequest
{
    public required string Command { get; init; }

    /// <summary>Null: one is made.</summary>
    public ProcessId? ProcessId { get; init; }

    /// <summary>The session whose directory and variables it starts with.</summary>
    public SessionId? SessionId { get; init; }

    public IReadOnlyDictionary<string, string?>? Env { get; init; }

    public string? Cwd { get; init; }

    /// <summary>Milliseconds; null or 0: no limit.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>True: it leaves the list when it has ended. Its run is kept like any other.</summary>
    public bool AutoCleanup { get; init; }

    public RunId? RunId { get; init; }
}

public sealed record ProcessStarted(
    bool Success, ProcessId ProcessId, int? Pid, string Command, RunId RunId, DateTimeOffset Timestamp);

/// <param name="Pid">As programs in the sandbox see it; null for a process of an earlier Agent.</param>
public sealed record ProcessInfo(
    ProcessId Id,
    int? Pid,
    string Command,
    ProcessStatus Status,
    DateTimeOffset StartTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EndTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ExitCode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SessionId? SessionId,
    RunId RunId);

public sealed record ProcessListAnswer(bool Success, IReadOnlyList<ProcessInfo> Processes, DateTimeOffset Timestamp);

public sealed record ProcessAnswer(bool Success, ProcessInfo Process, DateTimeOffset Timestamp);

public sealed record ProcessKilled(bool Success, ProcessId ProcessId, DateTimeOffset Timestamp);

public sealed record ProcessesKilled(bool Success, int CleanedCount, DateTimeOffset Timestamp);

/// <summary>The body of <c>process/{id}/stdin</c>.</summary>
public sealed record ProcessInputRequest
{
    /// <summary>Null: nothing, for who only wants to say that nothing follows.</summary>
    public string? Data { get; init; }

    /// <summary>"utf-8" (null) or "base64".</summary>
    public string? Encoding { get; init; }

    /// <summary>True: nothing follows; the process reads an end of file.</summary>
    public bool Eof { get; init; }
}

public sealed record ProcessInputAnswer(bool Success, ProcessId ProcessId, DateTimeOffset Timestamp);
