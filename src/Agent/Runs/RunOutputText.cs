using System.Buffers;
using System.IO.Pipelines;
using Agent.Http;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// Writes one stream of a finished run's output as a JSON string, piece by piece from disk, so that an answer of many
/// megabytes holds one piece. Text as it is; when any of it is not UTF-8, all of it as base64.
/// </summary>
internal static class RunOutputText
{
    /// <summary>What an answer carries of both streams together; the rest is in <c>/api/runs/{runId}/output</c>.</summary>
    public const long MostBytes = 32L * 1024 * 1024;

    private const int FlushBytes = 64 * 1024;

    /// <summary>What there is to write.</summary>
    public readonly record struct Extent(long Bytes, bool IsText);

    /// <exception cref="AgentException">The run's output, or what says which of it is whose, cannot be read.</exception>
    public static (Extent Stdout, Extent Stderr) Measure(Run run)
    {
        run.RequireOutput();
        var (stdout, stderr) = (new Extent(0, true), new Extent(0, true));
        using var reader = run.Follow(0, loadsBytes: false);
        while (reader.TryRead(out var next))
        {
            if (next.Happened is RunOutput output)
            {
                ref var extent = ref output.Stream == OutputStream.Stdout ? ref stdout : ref stderr;
                extent = new(extent.Bytes + output.Length, extent.IsText && output.Encoding is null);
            }
        }

        return (stdout, stderr);
    }

    /// <summary>The string with its quotes.</summary>
    /// <param name="most">So many bytes and no more, to the nearest piece below.</param>
    public static async Task WriteAsync(
        HttpResponse response, Run run, OutputStream stream, bool isText, long most, CancellationToken cancellationToken)
    {
        var body = response.BodyWriter;
        body.Write("\""u8);
        using var reader = run.Follow(0);
        var carried = Array.Empty<byte>();
        while (reader.TryRead(out var next))
        {
            if (next.Happened is not RunOutput output || output.Stream != stream)
            {
                continue;
            }

            if ((most -= output.Length) < 0)
            {
                break;
            }

            if (isText)
            {
                JsonPieces.WriteEscaped(body, next.Bytes.Span);
            }
            else
            {
                carried = WriteBase64(body, [.. carried, .. next.Bytes.Span], isLast: false);
            }

            if (body.UnflushedBytes > FlushBytes)
            {
                await body.FlushAsync(cancellationToken);
            }
        }

        WriteBase64(body, carried, isLast: true);
        body.Write("\""u8);
    }

    /// <returns>What is left for the next piece: base64 goes by threes.</returns>
    private static byte[] WriteBase64(PipeWriter body, ReadOnlySpan<byte> bytes, bool isLast)
    {
        var whole = isLast ? bytes.Length : bytes.Length - bytes.Length % 3;
        JsonPieces.WriteBase64(body, bytes[..whole]);
        return bytes[whole..].ToArray();
    }
}
