namespace Ide.Core.Protocol.Access;

/// <summary>
/// Every route of the sandbox API with the role that it needs: the one table that the Agent maps its operations from,
/// that the gateway checks before it forwards, and that the tests walk. A route that is not here does not exist.
/// </summary>
public static class SandboxRoutes
{
    // The server's own
    public static readonly SandboxRoute Hello = new("GET", "/api/hello", Role.Owner);
    public static readonly SandboxRoute Shutdown = new("POST", "/api/shutdown", Role.Owner);
    public static readonly SandboxRoute Presence = new("PUT", "/api/presence", Role.Owner);
    public static readonly SandboxRoute Activity = new("GET", "/api/activity", Role.Owner);

    // Health and journal
    public static readonly SandboxRoute Ping = new("GET", "/api/ping", Role.Viewer);
    public static readonly SandboxRoute Version = new("GET", "/api/version", Role.Viewer);
    public static readonly SandboxRoute Stats = new("GET", "/api/stats", Role.Viewer);
    public static readonly SandboxRoute Events = new("GET", "/api/events", Role.Viewer, RouteKind.Stream);

    // Runs
    public static readonly SandboxRoute ListRuns = new("GET", "/api/runs", Role.Viewer, ShowsRuns: true);
    public static readonly SandboxRoute GetRun = new("GET", "/api/runs/{runId}", Role.Viewer, ShowsRuns: true);
    public static readonly SandboxRoute RunEvents = new("GET", "/api/runs/{runId}/events", Role.Viewer, RouteKind.Stream, ShowsRuns: true);
    public static readonly SandboxRoute RunOutput = new("GET", "/api/runs/{runId}/output", Role.Viewer, RouteKind.Raw, ShowsRuns: true);
    public static readonly SandboxRoute CancelRun = new("DELETE", "/api/runs/{runId}", Role.Editor);

    // Commands and sessions
    public static readonly SandboxRoute Execute = new("POST", "/api/execute", Role.Editor);
    public static readonly SandboxRoute ExecuteStream = new("POST", "/api/execute/stream", Role.Editor, RouteKind.Stream);
    public static readonly SandboxRoute CreateSession = new("POST", "/api/session/create", Role.Editor);
    public static readonly SandboxRoute ListSessions = new("GET", "/api/session/list", Role.Viewer);
    public static readonly SandboxRoute DeleteSession = new("POST", "/api/session/delete", Role.Editor);
    public static readonly SandboxRoute SetEnvironment = new("POST", "/api/env", Role.Editor);

    // Processes
    public static readonly SandboxRoute StartProcess = new("POST", "/api/process/start", Role.Editor);
    public static readonly SandboxRoute ListProcesses = new("GET", "/api/process/list", Role.Viewer);
    public static readonly SandboxRoute GetProcess = new("GET", "/api/process/{processId}", Role.Viewer);
    public static readonly SandboxRoute KillProcess = new("DELETE", "/api/process/{processId}", Role.Editor);
    public static readonly SandboxRoute KillAllProcesses = new("DELETE", "/api/process/kill-all", Role.Editor);
    public static readonly SandboxRoute ProcessLogs = new("GET", "/api/process/{processId}/logs", Role.Viewer, ShowsRuns: true);
    public static readonly SandboxRoute ProcessStream = new("GET", "/api/process/{processId}/stream", Role.Viewer, RouteKind.Stream, ShowsRuns: true);
    public static readonly SandboxRoute ProcessInput = new("POST", "/api/process/{processId}/stdin", Role.Editor);

    /// <summary>No viewer may: it connects to the sandbox's programs, and one of them may do something when it is asked or connected to.</summary>
    public static readonly SandboxRoute WatchPort = new("POST", "/api/port-watch", Role.Editor, RouteKind.Stream);

    // Files
    public static readonly SandboxRoute WriteFile = new("POST", "/api/write", Role.Editor);
    public static readonly SandboxRoute ReadFile = new("POST", "/api/read", Role.Viewer);
    public static readonly SandboxRoute ReadFileStream = new("POST", "/api/read/stream", Role.Viewer, RouteKind.Stream);
    public static readonly SandboxRoute DeleteFile = new("POST", "/api/delete", Role.Editor);
    public static readonly SandboxRoute RenameFile = new("POST", "/api/rename", Role.Editor);
    public static readonly SandboxRoute MoveFile = new("POST", "/api/move", Role.Editor);
    public static readonly SandboxRoute CopyFile = new("POST", "/api/copy", Role.Editor);
    public static readonly SandboxRoute MakeDirectory = new("POST", "/api/mkdir", Role.Editor);
    public static readonly SandboxRoute FileExists = new("POST", "/api/exists", Role.Viewer);
    public static readonly SandboxRoute ListFiles = new("POST", "/api/list-files", Role.Viewer);
    public static readonly SandboxRoute ListPaths = new("POST", "/api/list-paths", Role.Viewer);
    public static readonly SandboxRoute SearchFiles = new("POST", "/api/search", Role.Viewer, RouteKind.Stream);
    public static readonly SandboxRoute WatchFiles = new("POST", "/api/watch", Role.Viewer, RouteKind.Stream);
    public static readonly SandboxRoute CheckChanges = new("POST", "/api/watch/check", Role.Viewer);
    public static readonly SandboxRoute GetArchive = new("GET", "/api/files/archive", Role.Viewer, RouteKind.Raw);
    public static readonly SandboxRoute GetRawFile = new("GET", "/api/files/raw", Role.Viewer, RouteKind.Raw);
    public static readonly SandboxRoute HeadRawFile = new("HEAD", "/api/files/raw", Role.Viewer, RouteKind.Raw);
    public static readonly SandboxRoute PutRawFile = new("PUT", "/api/files/raw", Role.Editor, RouteKind.Raw);

    // Code contexts
    public static readonly SandboxRoute CreateContext = new("POST", "/api/contexts", Role.Editor);
    public static readonly SandboxRoute ListContexts = new("GET", "/api/contexts", Role.Viewer);
    public static readonly SandboxRoute ChangeContext = new("PATCH", "/api/contexts/{contextId}", Role.Editor);
    public static readonly SandboxRoute DeleteContext = new("DELETE", "/api/contexts/{contextId}", Role.Editor);
    public static readonly SandboxRoute InterpreterHealth = new("GET", "/api/interpreter/health", Role.Viewer);
    public static readonly SandboxRoute ExecuteCode = new("POST", "/api/execute/code", Role.Editor, RouteKind.Stream);
    public static readonly SandboxRoute InterruptContext = new("POST", "/api/contexts/{contextId}/interrupt", Role.Editor);
    public static readonly SandboxRoute RestartContext = new("POST", "/api/contexts/{contextId}/restart", Role.Editor);
    public static readonly SandboxRoute CompleteCode = new("POST", "/api/contexts/{contextId}/complete", Role.Editor);
    public static readonly SandboxRoute InspectCode = new("POST", "/api/contexts/{contextId}/inspect", Role.Editor);
    public static readonly SandboxRoute ContextInput = new("POST", "/api/contexts/{contextId}/input", Role.Editor);
    public static readonly SandboxRoute ContextVariables = new("GET", "/api/contexts/{contextId}/variables", Role.Viewer);

    /// <summary>A viewer may: it names a variable and columns, never code, and the context bounds what it costs.</summary>
    public static readonly SandboxRoute ContextTable = new("POST", "/api/contexts/{contextId}/table", Role.Viewer);

    // Terminals
    public static readonly SandboxRoute CreateTerminal = new("POST", "/api/terminals", Role.Editor);
    public static readonly SandboxRoute ListTerminals = new("GET", "/api/terminals", Role.Viewer);
    public static readonly SandboxRoute RenameTerminal = new("PATCH", "/api/terminals/{terminalId}", Role.Editor);
    public static readonly SandboxRoute RestartTerminal = new("POST", "/api/terminals/{terminalId}/restart", Role.Editor);
    public static readonly SandboxRoute CloseTerminal = new("DELETE", "/api/terminals/{terminalId}", Role.Editor);

    /// <summary>A viewer may attach and sees all; what it types is dropped, and it cannot make a terminal.</summary>
    public static readonly SandboxRoute TerminalSocket = new("GET", "/ws/pty", Role.Viewer, RouteKind.Socket);

    public static IReadOnlyList<SandboxRoute> All { get; } =
    [
        Hello, Shutdown, Presence, Activity,
        Ping, Version, Stats, Events,
        ListRuns, GetRun, RunEvents, RunOutput, CancelRun,
        Execute, ExecuteStream, CreateSession, ListSessions, DeleteSession, SetEnvironment,
        StartProcess, ListProcesses, GetProcess, KillProcess, KillAllProcesses, ProcessLogs, ProcessStream, ProcessInput,
        WatchPort,
        WriteFile, ReadFile, ReadFileStream, DeleteFile, RenameFile, MoveFile, CopyFile, MakeDirectory, FileExists,
        ListFiles, ListPaths, SearchFiles, WatchFiles, CheckChanges, GetArchive, GetRawFile, HeadRawFile, PutRawFile,
        CreateContext, ListContexts, ChangeContext, DeleteContext, InterpreterHealth, ExecuteCode, InterruptContext, RestartContext,
        CompleteCode, InspectCode, ContextInput, ContextVariables, ContextTable,
        CreateTerminal, ListTerminals, RenameTerminal, RestartTerminal, CloseTerminal, TerminalSocket,
    ];

    /// <summary>The routes that only the web server itself calls; the gateway never forwards to them.</summary>
    public static IReadOnlyList<SandboxRoute> Internal { get; } = [Hello, Shutdown, Presence, Activity];
}
