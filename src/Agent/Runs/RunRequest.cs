using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>What is to be run, as far as the journal is concerned.</summary>
internal sealed record RunRequest
{
    /// <summary>The caller's own id; null: one is made. The same id again joins the run.</summary>
    public RunId? RunId { get; init; }

    public required RunKind Kind { get; init; }

    /// <summary>The command line or the code.</summary>
    public required string Source { get; init; }

    public required string Actor { get; init; }

    /// <summary>
    /// See <see cref="RunFingerprint"/>: what two requests under one id must have in common. Null: the source decides.
    /// </summary>
    public ulong? Fingerprint { get; init; }

    /// <summary>True: it waits for its session or context; <see cref="Run.MarkRunning"/> is then an event of its own.</summary>
    public bool IsQueued { get; init; }

    public string? Language { get; init; }

    public string? Path { get; init; }

    /// <summary>The line of <see cref="Path"/> at which the source begins; null: it is the whole file, or of none.</summary>
    public int? FirstLine { get; init; }

    public SessionId? SessionId { get; init; }

    public ContextId? ContextId { get; init; }

    public ProcessId? ProcessId { get; init; }
}

/// <summary>What became of a <see cref="RunRequest"/>.</summary>
/// <param name="IsNew">True: the caller must now carry it out and finish it. False: it joined a run that was there, whatever its state.</param>
internal readonly record struct StartedRun(Run Run, bool IsNew);
