using System.Text.Json;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>The events of <c>execute/code</c>: (stdout, stderr,) result, clear_output, input_request, error, execution_complete.</summary>
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
            case RunResult result:
                WriteResult(json, result, next.Bytes);
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

    /// <summary>The result's own members, and those that say what it is to the page.</summary>
    private static void WriteResult(Utf8JsonWriter json, RunResult result, ReadOnlyMemory<byte> bytes)
    {
        json.WriteString("type", "result");
        if (!bytes.IsEmpty)
        {
            using var members = JsonDocument.Parse(bytes);
            foreach (var member in members.RootElement.EnumerateObject())
            {
                if (member.Name is not ("type" or "isMainResult" or "displayId" or "isUpdate"))
                {
                    member.WriteTo(json);
                }
            }
        }

        json.WriteBoolean("isMainResult", result.IsMainResult);
        if (result.DisplayId is { } display)
        {
            json.WriteString("displayId", display);
        }

        if (result.IsUpdate)
        {
            json.WriteBoolean("isUpdate", true);
        }
    }
}
