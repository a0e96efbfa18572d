using Ide.Core.Protocol.Errors;

namespace Agent.Runs;

/// <summary>The reasons of <c>run_finished</c> under which a command has no answer of its own but an error.</summary>
internal static class RunReasons
{
    /// <summary>The session's shell ended during the command, or before its turn.</summary>
    public const string SessionEnded = "session_ended";

    /// <summary>No process could be made for it.</summary>
    public const string NotStarted = "not_started";

    /// <summary>Programs that earlier commands left behind hold all pipes of the session's shell.</summary>
    public const string SessionBusy = "session_busy";

    /// <summary>The error that a command gets instead of an answer; null: it has an answer.</summary>
    public static ErrorCode? ToError(string? reason) => reason switch
    {
        SessionEnded => ErrorCode.SessionTerminated,
        SessionBusy => ErrorCode.ResourceBusy,
        NotStarted => ErrorCode.ProcessError,
        _ => null,
    };

    public static string ToSentence(string? reason) => reason switch
    {
        SessionEnded => "The session's shell has ended; the next command starts a fresh one.",
        SessionBusy => "Programs that earlier commands left behind hold the output of this session.",
        _ => "The command could not be started.",
    };
}
