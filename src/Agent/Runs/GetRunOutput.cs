using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// <c>GET /api/runs/{runId}/output</c>: the kept bytes as they are now, the whole file (offsets are those of the journal's
/// events; results lie in it too), one stream of it, or with <c>stream=text</c> both without the results between them.
/// </summary>
internal static class GetRunOutput
{
    private const int ChunkBytes = 64 * 1024;

    public static async Task RunAsync(HttpContext context, Run run)
    {
        var stream = context.Request.Query["stream"].ToString();
        run.RequireOutput();
        var pieces = stream.Length == 0 ? [(0, run.OutputBytes)] : PiecesOf(run, StreamOf(stream));
        var whole = pieces.Sum(static piece => piece.Length);
        var response = context.Response;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/octet-stream";
        ByteRange range = new(0, whole);
        if (ByteRange.Parse(context.Request.Headers.Range.ToString(), whole) is { } asked)
        {
            range = asked;
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Start}-{range.Start + range.Length - 1}/{whole}";
        }

        response.ContentLength = range.Length;
        var skipped = range.Start;
        var left = range.Length;
        foreach (var (offset, length) in pieces)
        {
            var skip = Math.Min(skipped, length);
            skipped -= skip;
            var take = Math.Min(length - skip, left);
            left -= take;
            await CopyAsync(run, offset + skip, take, response, context.RequestAborted);
        }
    }

    /// <exception cref="IOException">It has been dropped half way: the answer is shorter than its length, and so seen to be cut.</exception>
    private static async Task CopyAsync(Run run, long offset, long length, HttpResponse response, CancellationToken stopping)
    {
        while (length > 0)
        {
            var span = response.BodyWriter.GetMemory((int)Math.Min(length, ChunkBytes));
            var read = run.Output.Read(span.Span[..(int)Math.Min(length, span.Length)], offset);
            if (read == 0)
            {
                await response.BodyWriter.FlushAsync(stopping);
                throw new IOException($"The output of run {run.Id} has been dropped.");
            }

            response.BodyWriter.Advance(read);
            offset += read;
            length -= read;
            if (response.BodyWriter.UnflushedBytes >= ChunkBytes)
            {
                await response.BodyWriter.FlushAsync(stopping);
            }
        }

        await response.BodyWriter.FlushAsync(stopping);
    }

    /// <param name="run">Whose output.</param>
    /// <param name="stream">One of its streams; null: both.</param>
    private static List<(long Offset, long Length)> PiecesOf(Run run, OutputStream? stream)
    {
        var pieces = new List<(long Offset, long Length)>();
        using var reader = run.Follow(0, loadsBytes: false);
        while (reader.TryRead(out var next))
        {
            if (next.Happened is not RunOutput output || (stream is not null && output.Stream != stream))
            {
                continue;
            }

            if (pieces.Count > 0 && pieces[^1] is var last && last.Offset + last.Length == output.Offset)
            {
                pieces[^1] = (last.Offset, last.Length + output.Length);
            }
            else
            {
                pieces.Add((output.Offset, output.Length));
            }
        }

        return pieces;
    }

    private static OutputStream? StreamOf(string stream) => stream switch
    {
        "text" => null,
        "stdout" => OutputStream.Stdout,
        "stderr" => OutputStream.Stderr,
        _ => throw AgentException.Invalid("stream", "expected stdout, stderr or text"),
    };
}
