namespace Ide.Core.Protocol.Errors;

/// <summary>Every refusal that a client can meet. The wire name is the member's name in capitals with underscores.</summary>
public enum ErrorCode
{
    ValidationFailed,
    IsDirectory,
    NotDirectory,
    NameTooLong,
    InvalidCommand,
    InvalidPort,
    InvalidGitUrl,

    Unauthenticated,
    GitAuthFailed,

    Forbidden,
    PermissionDenied,
    ReadOnly,

    SandboxNotFound,
    FileNotFound,
    ProcessNotFound,
    ContextNotFound,
    SessionNotFound,
    TerminalNotFound,
    RunNotFound,
    TokenNotFound,
    InvitationNotFound,
    RouteNotFound,
    PortNotExposed,
    GitRepositoryNotFound,
    GitBranchNotFound,
    WatchNotFound,

    ProcessReadyTimeout,

    RunConflict,
    SandboxAlreadyExists,
    SessionAlreadyExists,
    FileExists,
    ResourceBusy,
    PortAlreadyExposed,

    SessionTerminated,
    SessionDestroyed,
    ContextTerminated,
    StalePreviewUrl,

    RevisionMismatch,
    FileTooLarge,
    MessageTooLarge,
    RangeNotSatisfiable,
    UnknownHost,
    UpgradeRequired,
    TooManyRequests,
    QuotaExceeded,

    InternalError,
    StreamError,
    FilesystemError,
    NoSpace,
    ProcessError,
    GitCloneFailed,
    GitCheckoutFailed,

    IsolationNotAvailable,
    PythonNotAvailable,
    JavascriptNotAvailable,
    LanguageNotAvailable,

    ServiceNotResponding,
    GitNetworkError,

    SandboxUnavailable,
    InterpreterNotReady,
}
