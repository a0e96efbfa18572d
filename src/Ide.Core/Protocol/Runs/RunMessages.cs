using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Journal;

namespace Ide.Core.Protocol.Runs;

/// <summary>What is known of a run.</summary>
public sealed record RunInfo
{
    public required RunId RunId { get; init; }

    public required RunKind Kind { get; init; }

    public required RunState State { get; init; }

    /// <summary>Who started it.</summary>
    public required string Actor { get; init; }

    /// <summary>The command line or code; of a run that has ended its first 256 characters.</summary>
    public required string Source { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionId? SessionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContextId? ContextId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProcessId? ProcessId { get; init; }

    /// <summary>The number of its first event in the journal.</summary>
    public required long StartSeq { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EndedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExecutionCount { get; init; }

    /// <summary>Milliseconds it ran, or has run so far.</summary>
    public required double Duration { get; init; }

    /// <summary>See <see cref="RunFinished.Reason"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Bytes that are kept, results included.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>True: it wrote more than is kept.</summary>
    public required bool OutputTruncated { get; init; }
}

public sealed record RunAnswer(bool Success, RunInfo Run, DateTimeOffset Timestamp);

/// <param name="Runs">Oldest first.</param>
public sealed record RunsAnswer(bool Success, IReadOnlyList<RunInfo> Runs, DateTimeOffset Timestamp);

/// <param name="Cancelled">False: it had ended before, or somebody had already asked.</param>
public sealed record RunCancelled(bool Success, RunId RunId, bool Cancelled, DateTimeOffset Timestamp);

/// <summary>The JSON of runs.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(RunCancelled))]
public sealed partial class RunsJson : JsonSerializerContext
{
    /// <inheritdoc cref="JournalJson.Relaxed"/>
    public static RunsJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
