using System.Buffers;
using System.Text.Json;
using Agent.Http;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// Sends the event <c>result</c> of <c>execute/code</c>. Its members go from the run's file to the client a piece at a time:
/// a result may have 64 MiB, and whoever does not take it is not to hold that much here.
/// </summary>
internal static class ResultFormat
{
    private const int PieceBytes = 64 * 1024;

    /// <exception cref="IOException">The run's output has been dropped half way: the stream ends without an end.</exception>
    public static async Task WriteAsync(SseWriter sse, Run run, long id, RunResult result, CancellationToken cancellationToken)
    {
        WriteHead(sse.Begin(id), result);
        await WriteMembersAsync(sse, run, result, cancellationToken);
        sse.WriteRaw("}"u8);
        sse.End();
    }

    /// <summary>What says what the result is to the page. The object stays open.</summary>
    private static void WriteHead(Utf8JsonWriter json, RunResult result)
    {
        json.WriteStartObject();
        json.WriteString("type", "result");
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

    /// <summary>What lies in the file is an object of at least one member, without line ends: all but its braces.</summary>
    private static async Task WriteMembersAsync(SseWriter sse, Run run, RunResult result, CancellationToken cancellationToken)
    {
        var (begin, end) = (result.Offset + 1, result.Offset + result.Length - 1);
        var piece = ArrayPool<byte>.Shared.Rent((int)Math.Min(PieceBytes, result.Length));
        try
        {
            for (var position = begin; position < end;)
            {
                var read = run.Output.Read(piece.AsSpan(0, (int)Math.Min(piece.Length, end - position)), position);
                if (read == 0 && position == begin)
                {
                    return; // dropped before: what is known without it is told
                }

                if (read == 0)
                {
                    throw new IOException($"The output of run {run.Id} has been dropped.");
                }

                if (position == begin)
                {
                    sse.WriteRaw(","u8);
                }

                sse.WriteRaw(piece.AsSpan(0, read));
                position += read;
                await sse.FlushLargeAsync(cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
