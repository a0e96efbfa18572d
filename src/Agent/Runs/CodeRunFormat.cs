using System.Text.Json;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// The events of <c>execute/code</c>: (stdout, stderr,) clear_output, input_request, error, execution_complete. Its results
/// are <see cref="ResultFormat"/>'s.
/// </summary>
internal static class CodeRunFormat
{
    public static void Write(Utf8JsonWriter json, in RunEvent next)
    {
        switch (next.Happened)
        {
            case RunStarted started:
                json.WriteString("type", "start");
                json.WriteString("timestamp", started.At);
                json.WriteString("runId", started.RunId.Value);
                if (started.ContextId is { } context)
                {
                    json.WriteString("contextId", context.Value);
                }

                break;
            case RunOutputCleared cleared:
                json.WriteString("type", "clear_output");
                json.WriteBoolean("wait", cleared.Wait);
                break;
            case RunInputRequested asked:
                json.WriteString("type", "input_request");
                json.WriteString("prompt", asked.Prompt);
                json.WriteBoolean("password", asked.Password);
                break;
            case RunInputGiven given:
                json.WriteString("type", "input_given");
                json.WriteString("value", given.Value);
                break;
            case RunError error:
                json.WriteString("type", "error");
                json.WriteString("ename", error.Ename);
                json.WriteString("evalue", error.Evalue);
                json.WriteStartArray("traceback");
                foreach (var line in error.Traceback)
                {
                    json.WriteStringValue(line);
                }

                json.WriteEndArray();
                if (error.LineNumber is { } number)
                {
                    json.WriteNumber("lineNumber", number);
                }

                break;
            case RunFinished finished:
                json.WriteString("type", "execution_complete");
                if (finished.ExecutionCount is { } count)
                {
                    json.WriteNumber("execution_count", count);
                }

                CommandRunFormat.WriteExit(json, finished);
                break;
            default:
                json.WriteString("type", "event");
                break;
        }
    }
}
