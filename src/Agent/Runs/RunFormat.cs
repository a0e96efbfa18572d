using System.Text.Json;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>A run's events in the words of the route that starts its kind: execute/stream, process/stream or execute/code.</summary>
internal static class RunFormat
{
    /// <summary>False for what has no word on these streams; its number is then missing there.</summary>
    public static bool Tells(in RunEvent next) => next.Happened is not RunRunning;

    public static void Write(Utf8JsonWriter json, Run run, in RunEvent next)
    {
        json.WriteStartObject();
        switch (next.Happened)
        {
            case RunOutput output:
                json.WriteString("type", output.Stream == OutputStream.Stdout ? "stdout" : "stderr");
                json.WriteString("timestamp", output.At);
                WriteText(json, run.Started.Kind == RunKind.Code ? "text" : "data", output, next.Bytes);
                break;
            case RunOutputTruncated truncated:
                json.WriteString("type", "output_truncated");
                json.WriteString("timestamp", truncated.At);
                json.WriteNumber("limitBytes", truncated.LimitBytes);
                break;
            default:
                switch (run.Started.Kind)
                {
                    case RunKind.Code:
                        CodeRunFormat.Write(json, next);
                        break;
                    case RunKind.Process:
                        ProcessRunFormat.Write(json, run, next);
                        break;
                    default:
                        CommandRunFormat.Write(json, run, next);
                        break;
                }

                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Instead of the rest: somebody else has cut or taken away what was kept of the run.</summary>
    public static void WriteDamaged(Utf8JsonWriter json, RunKind kind, DateTimeOffset at, AgentException damage)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteString("timestamp", at);
        json.WriteString("error", damage.Message);
        json.WriteString("code", damage.Code.ToWire());
        if (kind == RunKind.Code)
        {
            json.WriteString("ename", damage.Code.ToWire());
            json.WriteString("evalue", damage.Message);
            json.WriteStartArray("traceback");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, RunOutput output, ReadOnlyMemory<byte> bytes)
    {
        if (output.Encoding is null)
        {
            json.WriteString(name, bytes.Span);
        }
        else
        {
            json.WriteBase64String(name, bytes.Span);
            json.WriteString("encoding", output.Encoding);
        }
    }
}
