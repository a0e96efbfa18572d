using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Journal;

/// <summary>What kind of work a run is.</summary>
[JsonConverter(typeof(NamedEnumConverter<RunKind>))]
public enum RunKind
{
    /// <summary>A command in a shell session.</summary>
    [JsonStringEnumMemberName("command")]
    Command,

    /// <summary>A background process.</summary>
    [JsonStringEnumMemberName("process")]
    Process,

    /// <summary>Code in a context.</summary>
    [JsonStringEnumMemberName("code")]
    Code,
}

/// <summary>Where a run stands. It only ever goes forward.</summary>
[JsonConverter(typeof(NamedEnumConverter<RunState>))]
public enum RunState
{
    /// <summary>Accepted, waiting for its session or context to be free.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Ended by itself, without an error.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>Ended by itself, with an error or an exit code that is not 0; or its interpreter died.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    [JsonStringEnumMemberName("timed_out")]
    TimedOut,
}

/// <summary>The two descriptors that programs write to.</summary>
[JsonConverter(typeof(NamedEnumConverter<OutputStream>))]
public enum OutputStream
{
    [JsonStringEnumMemberName("stdout")]
    Stdout,

    [JsonStringEnumMemberName("stderr")]
    Stderr,
}

/// <summary>A run was accepted. Its output, results and end follow under the same <see cref="RunId"/>.</summary>
public sealed record RunStarted : JournalEvent
{
    public required RunId RunId { get; init; }

    public required RunKind Kind { get; init; }

    /// <summary>The command line or the code, cut to 16 KiB of UTF-8 (<see cref="SourceTruncated"/>).</summary>
    public required string Source { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SourceTruncated { get; init; }

    /// <summary>True: it waits for its session or context, and <see cref="RunRunning"/> tells when its turn has come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsQueued { get; init; }

    /// <summary>The code's language, in its canonical name; null for commands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The file that the code came from, when a person ran a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>The line of <see cref="Path"/> at which the code begins, when it is a part of the file. Lines in errors are the file's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FirstLine { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionId? SessionId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContextId? ContextId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProcessId? ProcessId { get; init; }
}

/// <summary>The turn of a run that was queued has come.</summary>
public sealed record RunRunning : JournalEvent
{
    public required RunId RunId { get; init; }
}

/// <summary>A piece of a run's output. The bytes are in the run's output file at <see cref="Offset"/>.</summary>
public sealed record RunOutput : JournalEvent
{
    public required RunId RunId { get; init; }

    public required OutputStream Stream { get; init; }

    /// <summary>Position of the first byte in the run's whole output, both streams together, in bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>How many bytes.</summary>
    public required int Length { get; init; }

    /// <summary>
    /// The bytes themselves, for a run's first 1 MiB; null past that: read <c>/api/runs/{runId}/output</c>. Text is cut
    /// between characters; bytes that are not UTF-8 travel as base64 with <see cref="Encoding"/> set.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>"base64" when <see cref="Text"/> is base64; null for plain UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }
}

/// <summary>
/// A rich result or display of a run: the JSON of <c>execute/code</c>'s <c>result</c> event. Small ones are inline, large
/// ones lie in the run's output file.
/// </summary>
public sealed record RunResult : JournalEvent
{
    public required RunId RunId { get; init; }

    /// <summary>Where the result's JSON lies in the run's output, in bytes.</summary>
    public required long Offset { get; init; }

    public required int Length { get; init; }

    /// <summary>The result, when its JSON is at most 32 KiB; null otherwise: read it by range from the run's output.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>Names a display that later results replace; null for one that stands for itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisplayId { get; init; }

    /// <summary>True: this replaces what is shown under <see cref="DisplayId"/>, wherever it stands, and adds nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUpdate { get; init; }

    /// <summary>True for the value of the code's last expression.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMainResult { get; init; }
}

/// <summary>The code asked to remove what it has shown so far.</summary>
/// <remarks><see cref="Wait"/>: remove it only when the next output comes, so that nothing flickers.</remarks>
public sealed record RunOutputCleared : JournalEvent
{
    public required RunId RunId { get; init; }

    public required bool Wait { get; init; }
}

/// <summary>The code waits for a line of input.</summary>
public sealed record RunInputRequested : JournalEvent
{
    public required RunId RunId { get; init; }

    public required string Prompt { get; init; }

    /// <summary>The answer must not be shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Password { get; init; }
}

/// <summary>Somebody answered the run's question.</summary>
public sealed record RunInputGiven : JournalEvent
{
    public required RunId RunId { get; init; }

    /// <summary>The answer; null when it was a password.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }
}

/// <summary>The code raised an error.</summary>
public sealed record RunError : JournalEvent
{
    public required RunId RunId { get; init; }

    /// <summary>The error's type as its language names it, or TimeoutError, or CONTEXT_TERMINATED.</summary>
    public required string Ename { get; init; }

    /// <summary>The error's message.</summary>
    public required string Evalue { get; init; }

    /// <summary>The trace, a line an entry, without ANSI codes; cut in the middle when the record would pass 64 KiB.</summary>
    public required IReadOnlyList<string> Traceback { get; init; }

    /// <summary>The line of the run's file, or else of the submitted code, from 1; null where the error has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? LineNumber { get; init; }
}

/// <summary>The run's output reached the cap of its file. The run goes on, the rest of its output is not kept.</summary>
public sealed record RunOutputTruncated : JournalEvent
{
    public required RunId RunId { get; init; }

    /// <summary>The cap, in bytes.</summary>
    public required long LimitBytes { get; init; }
}

/// <summary>A run ended. Nothing follows under its id.</summary>
public sealed record RunFinished : JournalEvent
{
    public required RunId RunId { get; init; }

    public required RunState State { get; init; }

    /// <summary>The exit code, 128+N for death by signal N, 124 for a timeout; null for code in a context.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>The context's count of executions; null for commands and processes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExecutionCount { get; init; }

    /// <summary>From start to end, in milliseconds.</summary>
    public required double Duration { get; init; }

    /// <summary>Why it ended, where that is not plain: agent_restarted, session_ended, context_terminated, cancelled_by NAME.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
