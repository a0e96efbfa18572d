using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Journal;

/// <summary>
/// One thing that happened in a sandbox. Everybody in it, people and programs, sees the same events in the same order.
/// The hierarchy is closed: every kind is listed here, with its name on the wire.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AgentStarted), "agent_started")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(RunRunning), "run_running")]
[JsonDerivedType(typeof(RunOutput), "output")]
[JsonDerivedType(typeof(RunResult), "result")]
[JsonDerivedType(typeof(RunOutputCleared), "clear_output")]
[JsonDerivedType(typeof(RunInputRequested), "input_request")]
[JsonDerivedType(typeof(RunInputGiven), "input_given")]
[JsonDerivedType(typeof(RunError), "error")]
[JsonDerivedType(typeof(RunOutputTruncated), "output_truncated")]
[JsonDerivedType(typeof(RunFinished), "run_finished")]
[JsonDerivedType(typeof(SessionCreated), "session_created")]
[JsonDerivedType(typeof(SessionEnded), "session_ended")]
[JsonDerivedType(typeof(SessionOutput), "session_output")]
[JsonDerivedType(typeof(ContextCreated), "context_created")]
[JsonDerivedType(typeof(ContextChanged), "context_changed")]
[JsonDerivedType(typeof(ContextDeleted), "context_deleted")]
[JsonDerivedType(typeof(ContextRestarted), "context_restarted")]
[JsonDerivedType(typeof(ContextEnded), "context_ended")]
[JsonDerivedType(typeof(ContextOutput), "context_output")]
[JsonDerivedType(typeof(TerminalOpened), "terminal_opened")]
[JsonDerivedType(typeof(TerminalRenamed), "terminal_renamed")]
[JsonDerivedType(typeof(TerminalClosed), "terminal_closed")]
[JsonDerivedType(typeof(EnvironmentChanged), "environment_changed")]
[JsonDerivedType(typeof(FilesChanged), "files_changed")]
[JsonDerivedType(typeof(StorageChanged), "storage_changed")]
[JsonDerivedType(typeof(HistoryTruncated), "truncated")]
[JsonDerivedType(typeof(PresenceChanged), "presence")]
[JsonDerivedType(typeof(PresenceMoved), "presence_moved")]
[JsonDerivedType(typeof(CaughtUp), "caught_up")]
[JsonDerivedType(typeof(KeepAlive), "keep_alive")]
public abstract record JournalEvent
{
    private protected JournalEvent() { }

    /// <summary>
    /// The event's place in the sandbox's journal: rises by one, from 1, without a hole. Null for what rides the same
    /// feed but is not kept (<see cref="PresenceChanged"/>, <see cref="PresenceMoved"/>, <see cref="HistoryTruncated"/>, <see cref="CaughtUp"/>,
    /// <see cref="KeepAlive"/>).
    /// </summary>
    [JsonPropertyOrder(-3)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Seq { get; init; }

    /// <summary>When the Agent recorded it, UTC.</summary>
    [JsonPropertyOrder(-2)]
    public DateTimeOffset At { get; init; }

    /// <summary>Who caused it: the name that the web server vouches for; "system" for the Agent itself.</summary>
    [JsonPropertyOrder(-1)]
    public string Actor { get; init; } = SystemActor;

    /// <summary>The actor of what nobody asked for.</summary>
    public const string SystemActor = "system";
}
