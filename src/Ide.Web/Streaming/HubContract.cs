using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;

namespace Ide.Web.Streaming;

/// <summary>
/// What a browser may call on <c>/hubs/sandbox</c> (JSON protocol, WebSockets only, messages of at most 1 MiB). A connection
/// joins one sandbox first; every other method acts in that sandbox, under the caller's role of that moment.
/// </summary>
/// <remarks>
/// A refusal is a HubException whose message is <c>CODE: sentence</c>, with a code of the one error table
/// (<c>FORBIDDEN: …</c>, <c>TOO_MANY_REQUESTS: …</c>, <c>VALIDATION_FAILED: …</c>). Nothing that a method starts ends
/// with the connection.
/// </remarks>
internal interface ISandboxHub
{
    /// <summary>
    /// Shows the sandbox's journal to this connection, by <see cref="ISandboxViewer.Events"/>: everything after
    /// <paramref name="afterSeq"/> in order, history first, then live, without a gap or a double. Wakes a sandbox that
    /// sleeps. A second call replaces the first one.
    /// </summary>
    /// <param name="sandboxId">The sandbox to join.</param>
    /// <param name="afterSeq">The last <c>seq</c> that the page has; 0 for everything.</param>
    Task<Joined> Join(string sandboxId, long afterSeq);

    /// <summary>Stops the events, without closing the connection.</summary>
    Task Leave();

    /// <summary>Tells everybody where this page's person looks (event <c>presence_moved</c>), until the next call.</summary>
    Task Look(LookRequest request);

    /// <summary>Runs code in a context, without a time limit. What it prints and shows comes as events under the returned run.</summary>
    Task<RunAccepted> RunCode(RunCodeRequest request);

    /// <summary>
    /// Runs a file as it is saved: Python, JavaScript and TypeScript in a context, a shell script as a command; which one,
    /// the file's extension says.
    /// </summary>
    Task<RunAccepted> RunFile(RunFileRequest request);

    /// <summary>Runs a command in a shell session.</summary>
    Task<RunAccepted> RunCommand(RunCommandRequest request);

    /// <summary>Ends a run, whatever kind it is; code is interrupted and its context keeps its variables.</summary>
    Task StopRun(string runId);

    /// <summary>Interrupts what a context runs now.</summary>
    Task InterruptContext(string contextId);

    /// <summary>Gives a context a fresh interpreter; its variables are gone.</summary>
    Task RestartContext(string contextId);

    /// <summary>Answers code that waits for <c>input()</c> (event <c>input_request</c>).</summary>
    Task SendInput(SendInputRequest request);

    /// <summary>Opens a terminal; its bytes travel on <c>/sandboxes/{id}/ws/pty?sessionId=</c>, not here.</summary>
    Task<TerminalOpening> CreateTerminal(CreateTerminalRequest request);

    /// <summary>Gives a terminal another name, for everybody.</summary>
    Task RenameTerminal(string terminalId, string name);

    /// <summary>Starts the program of a terminal anew after it has ended, in its place.</summary>
    Task RestartTerminal(string terminalId);

    /// <summary>Ends a terminal and what runs in it.</summary>
    Task CloseTerminal(string terminalId);
}

/// <summary>What the hub calls on a browser. Method names on the wire are in camelCase: events, state, reset.</summary>
/// <remarks>
/// Who is removed from a sandbox, and everybody in one that is deleted, loses the connection; joining again is then refused with
/// <c>SANDBOX_NOT_FOUND</c>.
/// </remarks>
internal interface ISandboxViewer
{
    /// <summary>
    /// Journal events in order, as <c>GET /api/events</c> gives them. The batch may hold events without <c>seq</c>
    /// (<c>presence</c>, <c>presence_moved</c>, <c>truncated</c>, <c>caught_up</c>): they are not kept, and show the state of the moment.
    /// <c>caught_up</c> comes when what follows is live: after each Join, and again after each <see cref="State"/> that was not.
    /// </summary>
    Task Events(EventBatch batch);

    /// <summary>How the server's own connection to the sandbox stands; comes at once after Join and at each change.</summary>
    Task State(FeedState state);

    /// <summary>
    /// The journal's past was replaced, or the page has more than there is: forget every event. Events from 1 follow.
    /// </summary>
    Task Reset(string journalId);

    /// <summary>Not a message: ends the connection, where the server cannot go on with it.</summary>
    void Abort();
}

/// <param name="Name">Who the server takes the caller for: the <c>actor</c> of what it starts.</param>
/// <param name="Role">What the caller may do here.</param>
/// <param name="HistoryAfter">The seq after which this person may read; 0 for the whole history.</param>
internal sealed record Joined(string SandboxId, string Name, Role Role, long HistoryAfter);

/// <param name="Connection">Where the server's connection to the sandbox stands.</param>
/// <param name="Detail">A sentence for the page, when there is something to say; otherwise null.</param>
/// <param name="JournalId">Which journal the events belong to; null until the sandbox has answered once.</param>
internal sealed record FeedState(FeedConnection Connection, string? Detail, string? JournalId);

[JsonConverter(typeof(NamedEnumConverter<FeedConnection>))]
internal enum FeedConnection
{
    /// <summary>The sandbox is being started or reached; events wait.</summary>
    [JsonStringEnumMemberName("connecting")]
    Connecting,

    [JsonStringEnumMemberName("live")]
    Live,

    /// <summary>The sandbox does not answer; the server tries again by itself, with growing pauses of at most 10 s.</summary>
    [JsonStringEnumMemberName("reconnecting")]
    Reconnecting,

    /// <summary>Somebody stopped the sandbox. Starting it, or any call to it, brings the events back.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>The sandbox ended without anybody having asked for it; the server starts it again by itself.</summary>
    [JsonStringEnumMemberName("restarting")]
    Restarting,

    /// <summary>
    /// The sandbox could not be started, or ended by itself too often; the detail says why. A person starts it again, and so does the
    /// next call where it could not be started; one that ended too often waits for a person, or for a server that starts anew.
    /// </summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <param name="Language">python, javascript or typescript, or one of their aliases.</param>
/// <param name="ContextId">The context to run in; null: the language's default context, which everybody shares.</param>
/// <param name="RunId">A name for the run, so that a repeated call joins instead of running twice; null: one is made.</param>
/// <param name="Path">The file that the code is from, for display; null when it is from none.</param>
/// <param name="FirstLine">The line of the file at which the code begins, from 1, so that errors name the file's lines; null: 1.</param>
/// <param name="BatchId">The same for runs of which those behind one that does not succeed are to end with it; null: it stands alone.</param>
internal sealed record RunCodeRequest(
    string Code, string Language = "python", string? ContextId = null, string? RunId = null, string? Path = null, int? FirstLine = null,
    string? BatchId = null);

internal sealed record RunFileRequest(string Path, string? ContextId = null, string? RunId = null);

/// <param name="SessionId">The shell session; null: the sandbox's default one.</param>
internal sealed record RunCommandRequest(
    string Command, string? SessionId = null, string? Cwd = null, string? RunId = null);

internal sealed record RunAccepted(string RunId);

/// <param name="Value">The line, without a line break.</param>
internal sealed record SendInputRequest(string ContextId, string Value);

/// <param name="Name">What the tab shows; null: the Agent picks one.</param>
internal sealed record CreateTerminalRequest(
    int? Cols = null, int? Rows = null, string? Name = null, string? Cwd = null);

internal sealed record TerminalOpening(string TerminalId);
