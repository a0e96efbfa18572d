using System.Text.Json.Serialization;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Files;

namespace Ide.Core.Protocol.Journal;

/// <summary>The Agent began to serve this sandbox. Runs of an earlier Agent that were open have been ended.</summary>
public sealed record AgentStarted : JournalEvent
{
    /// <summary>Changes when the journal's past is replaced (restore, fork): a client then starts over.</summary>
    public required string JournalId { get; init; }
}

/// <summary>A shell session was made.</summary>
public sealed record SessionCreated : JournalEvent
{
    public required SessionId SessionId { get; init; }
}

/// <summary>A shell session ended; the next command under its id gets a fresh shell.</summary>
public sealed record SessionEnded : JournalEvent
{
    public required SessionId SessionId { get; init; }

    /// <summary>exit, deleted, unresponsive or died.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a program that a command left behind with <c>&amp;</c> wrote after the command's end.</summary>
public sealed record SessionOutput : JournalEvent
{
    public required SessionId SessionId { get; init; }

    public required OutputStream Stream { get; init; }

    public required string Text { get; init; }

    /// <summary>"base64" when <see cref="Text"/> is base64; null for plain UTF-8.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoding { get; init; }

    /// <summary>True: the session has reached its bound of 1 MiB, and what comes after this is not kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsLast { get; init; }
}

/// <summary>A code context was made, by its owner.</summary>
public sealed record ContextCreated : JournalEvent
{
    public required ContextId ContextId { get; init; }

    public required string Language { get; init; }

    /// <summary>Null: it was given none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>True: it is its maker's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOwn { get; init; }

    /// <summary>True: runs of its language that name no context come here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDefault { get; init; }
}

/// <summary>A context was named anew, shared, or made its owner's own: both as they are now.</summary>
public sealed record ContextChanged : JournalEvent
{
    public required ContextId ContextId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOwn { get; init; }
}

/// <summary>A context was deleted; there is none of its id any more.</summary>
public sealed record ContextDeleted : JournalEvent
{
    public required ContextId ContextId { get; init; }
}

/// <summary>A context's interpreter was replaced by a fresh one; its variables are gone.</summary>
public sealed record ContextRestarted : JournalEvent
{
    public required ContextId ContextId { get; init; }
}

/// <summary>A context's interpreter is gone.</summary>
public sealed record ContextEnded : JournalEvent
{
    public required ContextId ContextId { get; init; }

    /// <summary>A sentence: deleted, or the exit code, the signal or the memory limit that ended it.</summary>
    public required string Reason { get; init; }
}

/// <summary>What threads, timers and children of a context wrote while none of its runs was open, once a second.</summary>
public sealed record ContextOutput : JournalEvent
{
    public required ContextId ContextId { get; init; }

    public required OutputStream Stream { get; init; }

    /// <summary>At most 16 KiB a second; what is more is counted, not kept. Bytes that are not UTF-8 are replaced.</summary>
    public required string Text { get; init; }
}

/// <summary>A terminal was opened; or one whose program had ended got a new one, under its old id.</summary>
public sealed record TerminalOpened : JournalEvent
{
    public required TerminalId TerminalId { get; init; }

    public required string Name { get; init; }
}

/// <summary>A terminal has another name.</summary>
public sealed record TerminalRenamed : JournalEvent
{
    public required TerminalId TerminalId { get; init; }

    public required string Name { get; init; }
}

/// <summary>A terminal's program ended.</summary>
public sealed record TerminalClosed : JournalEvent
{
    public required TerminalId TerminalId { get; init; }

    /// <summary>The exit code, 128+N for death by signal N.</summary>
    public required int ExitCode { get; init; }
}

/// <summary>Variables for everything that starts from now on were set or unset. Values are not journalled.</summary>
public sealed record EnvironmentChanged : JournalEvent
{
    public required IReadOnlyList<string> Names { get; init; }
}

/// <summary>What happened to one file.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Change">created, modified, deleted or overflow (too much at once: list the directory again).</param>
public sealed record FileChange(string Path, string Change);

/// <summary>Files changed, everything of 100 ms in one event.</summary>
public sealed record FilesChanged : JournalEvent
{
    public required IReadOnlyList<FileChange> Changes { get; init; }
}

/// <summary>The sandbox's disk became full, or has room again. While it is full nothing new can be run.</summary>
public sealed record StorageChanged : JournalEvent
{
    public required bool IsFull { get; init; }
}

/// <summary>The subscriber asked for what is no longer kept: everything from <see cref="FirstSeq"/> follows.</summary>
public sealed record HistoryTruncated : JournalEvent
{
    public required long FirstSeq { get; init; }
}

/// <summary>Somebody who is in the sandbox now.</summary>
/// <param name="Name">The name that the web server vouches for; one entry a person, however many tabs.</param>
/// <param name="Id">Tells two of the same name apart; says nothing else, and holds while the web server runs.</param>
/// <param name="IsProgram">It came with a bearer token, not with a browser.</param>
/// <param name="IsAway">Nobody looks at any of their pages.</param>
/// <param name="Look">What they look at; null: nothing that is worth telling.</param>
public sealed record Person(
    string Name,
    Role Role,
    string Id = "",
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsProgram = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsAway = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PresenceLook? Look = null);

/// <summary>Where somebody looks.</summary>
/// <param name="Pane">The view that has their keyboard: editor, terminals, output, …</param>
/// <param name="Path">The file in front of their editor, absolute.</param>
/// <param name="Line">Their cursor's line in it, from 1.</param>
/// <param name="TerminalId">The terminal in front of them.</param>
public sealed record PresenceLook(
    string Pane,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SandboxPath? Path = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Line = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TerminalId? TerminalId = null);

/// <summary>Who is here now: the whole list, each time it changes. Not kept.</summary>
public sealed record PresenceChanged : JournalEvent
{
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>By name: whose colour is another than their name asks for, also of those who have left. Null: nobody's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Hues { get; init; }
}

/// <summary>Some of those who are here look elsewhere, or have come back to their page: only they, at most ten times a second. Not kept.</summary>
public sealed record PresenceMoved : JournalEvent
{
    public required IReadOnlyList<Person> People { get; init; }
}

/// <summary>The subscriber now has everything up to <see cref="LastSeq"/>; what follows is live. Not kept.</summary>
public sealed record CaughtUp : JournalEvent
{
    public required long LastSeq { get; init; }
}

/// <summary>Nothing happened for a while and the connection lives. Not kept.</summary>
public sealed record KeepAlive : JournalEvent;
