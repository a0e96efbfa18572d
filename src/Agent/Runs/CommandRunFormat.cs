using System.Text.Json;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>The events of <c>execute/stream</c>: start, (stdout, stderr,) complete or error.</summary>
internal static class CommandRunFormat
{
    public static void Write(Utf8JsonWriter json, Run run, in RunEvent next)
    {
        switch (next.Happened)
        {
            case RunStarted started:
                json.WriteString("type", "start");
                json.WriteString("timestamp", started.At);
                json.WriteString("command", started.Source);
                json.WriteString("runId", run.Id.Value);
                WriteSession(json, run);
                break;
            case RunFinished finished when RunReasons.ToError(finished.Reason) is { } error:
                json.WriteString("type", "error");
                json.WriteString("timestamp", finished.At);
                json.WriteString("error", RunReasons.ToSentence(finished.Reason));
                json.WriteString("code", error.ToWire());
                WriteExit(json, finished);
                WriteSession(json, run);
                break;
            case RunFinished finished:
                json.WriteString("type", "complete");
                json.WriteString("timestamp", finished.At);
                WriteExit(json, finished);
                json.WriteStartObject("result");
                json.WriteBoolean("success", finished.State == RunState.Succeeded);
                json.WriteNumber("exitCode", finished.ExitCode ?? -1);
                json.WriteNumber("duration", finished.Duration);
                json.WriteString("timestamp", finished.At);
                json.WriteEndObject();
                WriteSession(json, run);
                break;
            default:
                json.WriteString("type", "event");
                json.WriteString("timestamp", next.Happened.At);
                break;
        }
    }

    /// <summary>How it ended: the members that execute's answer has too.</summary>
    public static void WriteExit(Utf8JsonWriter json, RunFinished finished)
    {
        json.WriteBoolean("success", finished.State == RunState.Succeeded);
        if (finished.ExitCode is { } exitCode)
        {
            json.WriteNumber("exitCode", exitCode);
        }

        json.WriteNumber("duration", finished.Duration);
        if (finished.State == RunState.TimedOut)
        {
            json.WriteBoolean("timedOut", true);
            json.WriteString("code", "EXECUTION_TIMEOUT");
        }
        else if (finished.State == RunState.Cancelled)
        {
            json.WriteBoolean("cancelled", true);
        }

        if (finished.Reason is { } reason)
        {
            json.WriteString("reason", reason);
        }
    }

    private static void WriteSession(Utf8JsonWriter json, Run run)
    {
        if (run.Started.SessionId is { } session)
        {
            json.WriteString("sessionId", session.Value);
        }
    }
}
