using System.Text.Json;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>The events of <c>process/{id}/stream</c>: process_info, (stdout, stderr,) exit.</summary>
internal static class ProcessRunFormat
{
    public static void Write(Utf8JsonWriter json, Run run, in RunEvent next)
    {
        switch (next.Happened)
        {
            case RunStarted started:
                json.WriteString("type", "process_info");
                json.WriteString("timestamp", started.At);
                json.WriteString("command", started.Source);
                json.WriteString("runId", run.Id.Value);
                break;
            case RunFinished finished:
                json.WriteString("type", "exit");
                json.WriteString("timestamp", finished.At);
                CommandRunFormat.WriteExit(json, finished);
                break;
            default:
                json.WriteString("type", "event");
                json.WriteString("timestamp", next.Happened.At);
                break;
        }

        if (run.Started.ProcessId is { } process)
        {
            json.WriteString("processId", process.Value);
        }
    }
}
