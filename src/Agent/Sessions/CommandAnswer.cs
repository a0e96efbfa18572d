using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agent.Runs;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>The answer of <c>execute</c>, written from the run's files: all its output up to 32 MiB, then <c>truncated: true</c>.</summary>
internal static class CommandAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="AgentException">The run has an error instead of an answer, for example SESSION_TERMINATED.</exception>
    public static async Task WriteAsync(HttpContext context, Run run, string command)
    {
        var finished = await run.Completion.WaitAsync(context.RequestAborted);
        if (RunReasons.ToError(finished.Reason) is { } error)
        {
            throw new AgentException(error, RunReasons.ToSentence(finished.Reason), ContextOf(run, finished));
        }

        var (stdout, stderr) = RunOutputText.Measure(run);
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.BodyWriter.Write("{\"stdout\":"u8);
        await RunOutputText.WriteAsync(response, run, OutputStream.Stdout, stdout.IsText, RunOutputText.MostBytes, context.RequestAborted);
        response.BodyWriter.Write(",\"stderr\":"u8);
        var left = Math.Max(0, RunOutputText.MostBytes - stdout.Bytes);
        await RunOutputText.WriteAsync(response, run, OutputStream.Stderr, stderr.IsText, left, context.RequestAborted);
        WriteRest(response.BodyWriter, run, finished, command, stdout, stderr);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void WriteRest(
        IBufferWriter<byte> body, Run run, RunFinished finished, string command, RunOutputText.Extent stdout, RunOutputText.Extent stderr)
    {
        var members = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(members, Options))
        {
            json.WriteStartObject();
            CommandRunFormat.WriteExit(json, finished);
            json.WriteString("command", command);
            json.WriteString("timestamp", finished.At);
            json.WriteString("runId", run.Id.Value);
            json.WriteString("sessionId", run.Started.SessionId?.Value ?? Ide.Core.Protocol.Commands.ExecuteRequest.NoSession);
            if (!stdout.IsText)
            {
                json.WriteString("stdoutEncoding", "base64");
            }

            if (!stderr.IsText)
            {
                json.WriteString("stderrEncoding", "base64");
            }

            if (run.IsTruncated || stdout.Bytes + stderr.Bytes > RunOutputText.MostBytes)
            {
                json.WriteBoolean("truncated", true);
            }

            json.WriteEndObject();
        }

        body.Write(","u8);
        body.Write(members.WrittenSpan[1..]);
    }

    /// <summary>What can be said of a command that took its session with it: how it ended and the first of its output.</summary>
    private static JsonObject ContextOf(Run run, RunFinished finished)
    {
        const int most = 16 * 1024;
        var texts = new Dictionary<OutputStream, string> { [OutputStream.Stdout] = "", [OutputStream.Stderr] = "" };
        using var reader = run.Follow(0);
        try
        {
            while (reader.TryRead(out var next))
            {
                if (next.Happened is RunOutput { Encoding: null } output && texts[output.Stream].Length < most)
                {
                    texts[output.Stream] += System.Text.Encoding.UTF8.GetString(next.Bytes.Span);
                }
            }
        }
        catch (AgentException)
        {
            // That the session ended is to be told also where its output cannot be read.
        }

        return new()
        {
            ["runId"] = run.Id.Value,
            ["sessionId"] = run.Started.SessionId?.Value,
            ["exitCode"] = finished.ExitCode,
            ["timedOut"] = finished.State == RunState.TimedOut,
            ["stdout"] = texts[OutputStream.Stdout],
            ["stderr"] = texts[OutputStream.Stderr],
        };
    }
}
