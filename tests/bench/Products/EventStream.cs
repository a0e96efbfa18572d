using System.Buffers;
using System.IO.Pipelines;

namespace Bench.Products;

/// <summary>Reads Server-Sent Events whose data is one line, as the product sends them.</summary>
internal static class EventStream
{
    /// <param name="take">Gets the data of one event.</param>
    public static async Task ReadAsync(Stream stream, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 256 * 1024));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var rest = TakeLines(read.Buffer, take);
            reader.AdvanceTo(rest, read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private static SequencePosition TakeLines(ReadOnlySequence<byte> buffer, Action<ReadOnlySpan<byte>> take)
    {
        var lines = new SequenceReader<byte>(buffer);
        while (lines.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            var text = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
            if (text.StartsWith("data:"u8))
            {
                take(text[5..].TrimStart((byte)' '));
            }
        }

        return lines.Position;
    }
}
