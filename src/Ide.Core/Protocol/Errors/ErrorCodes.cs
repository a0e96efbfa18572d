using System.Text.Json;

namespace Ide.Core.Protocol.Errors;

/// <summary>The one table of errors: what each <see cref="ErrorCode"/> is on the wire and as an HTTP status.</summary>
public static class ErrorCodes
{
    public static string ToWire(this ErrorCode code) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString());

    /// <summary>The code behind a wire name; null for one that this version does not know.</summary>
    public static ErrorCode? Parse(string? wire)
    {
        foreach (var code in Enum.GetValues<ErrorCode>())
        {
            if (code.ToWire() == wire)
            {
                return code;
            }
        }

        return null;
    }

    /// <summary>The HTTP status. 503 means "try again", 500 means "a bug or a broken machine".</summary>
    public static int ToStatus(this ErrorCode code) => code switch
    {
        ErrorCode.ValidationFailed or ErrorCode.IsDirectory or ErrorCode.NotDirectory or ErrorCode.NameTooLong
            or ErrorCode.InvalidCommand or ErrorCode.InvalidPort or ErrorCode.InvalidGitUrl => 400,

        ErrorCode.Unauthenticated or ErrorCode.GitAuthFailed => 401,

        ErrorCode.Forbidden or ErrorCode.PermissionDenied or ErrorCode.ReadOnly => 403,

        ErrorCode.SandboxNotFound or ErrorCode.FileNotFound or ErrorCode.ProcessNotFound or ErrorCode.ContextNotFound
            or ErrorCode.SessionNotFound or ErrorCode.TerminalNotFound or ErrorCode.RunNotFound
            or ErrorCode.TokenNotFound or ErrorCode.InvitationNotFound or ErrorCode.RouteNotFound
            or ErrorCode.PortNotExposed or ErrorCode.GitRepositoryNotFound or ErrorCode.GitBranchNotFound
            or ErrorCode.WatchNotFound => 404,

        ErrorCode.ProcessReadyTimeout => 408,

        ErrorCode.RunConflict or ErrorCode.SandboxAlreadyExists or ErrorCode.SessionAlreadyExists
            or ErrorCode.FileExists or ErrorCode.ResourceBusy or ErrorCode.PortAlreadyExposed => 409,

        ErrorCode.SessionTerminated or ErrorCode.SessionDestroyed or ErrorCode.ContextTerminated
            or ErrorCode.StalePreviewUrl => 410,

        ErrorCode.RevisionMismatch => 412,
        ErrorCode.FileTooLarge or ErrorCode.MessageTooLarge => 413,
        ErrorCode.RangeNotSatisfiable => 416,
        ErrorCode.UnknownHost => 421,
        ErrorCode.UpgradeRequired => 426,
        ErrorCode.TooManyRequests or ErrorCode.QuotaExceeded => 429,

        ErrorCode.InternalError or ErrorCode.StreamError or ErrorCode.FilesystemError or ErrorCode.NoSpace
            or ErrorCode.ProcessError or ErrorCode.GitCloneFailed or ErrorCode.GitCheckoutFailed => 500,

        ErrorCode.IsolationNotAvailable or ErrorCode.PythonNotAvailable or ErrorCode.JavascriptNotAvailable
            or ErrorCode.LanguageNotAvailable => 501,

        ErrorCode.ServiceNotResponding or ErrorCode.GitNetworkError => 502,

        ErrorCode.SandboxUnavailable or ErrorCode.InterpreterNotReady => 503,

        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "This error has no row in the table."),
    };

    /// <summary>What the caller can do about it, where that can be said in general; null otherwise.</summary>
    public static string? ToSuggestion(this ErrorCode code) => code switch
    {
        ErrorCode.Unauthenticated => "Send an Authorization: Bearer header, or sign in.",
        ErrorCode.Forbidden => "Ask the sandbox's owner for the editor role.",
        ErrorCode.SandboxUnavailable or ErrorCode.InterpreterNotReady => "Try again after the time in Retry-After.",
        ErrorCode.FileTooLarge or ErrorCode.MessageTooLarge => "Use /api/files/raw, which takes any size.",
        ErrorCode.RevisionMismatch => "Read the file again and repeat the change on its present content.",
        ErrorCode.RunConflict => "Use another runId, or leave it out.",
        ErrorCode.SessionTerminated => "Send the command again: it gets a fresh shell.",
        ErrorCode.NoSpace => "Delete files or raise the sandbox's disk limit.",
        _ => null,
    };
}
