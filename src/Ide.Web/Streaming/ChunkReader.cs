using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Ide.Web.Streaming;

/// <summary>
/// Reads an Agent's NDJSON of events and cuts it into chunks: each holds the whole lines that had arrived, up to a size, so
/// a trickle is passed on at once and a flood in few large pieces.
/// </summary>
internal sealed class ChunkReader(PipeReader source, long afterSeq)
{
    /// <summary>A chunk is one message to a browser; it may not be much larger than this.</summary>
    private const int ChunkBytes = 256 * 1024;

    /// <summary>An event has at most 64 KiB of its own, which escaping can make six times as many.</summary>
    private const int MaxLineBytes = 512 * 1024;

    private readonly ArrayBufferWriter<byte> _json = new(ChunkBytes);
    private readonly List<int> _starts = [];
    private readonly List<long> _seqs = [];

    /// <summary>The last seq that was read.</summary>
    public long LastSeq { get; private set; } = afterSeq;

    /// <summary>The Agent has said that what follows is live.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>The Agent has begun anew below what was read before: its past was replaced.</summary>
    public bool IsRewound { get; private set; }

    /// <returns>The next chunk, which is empty when only signs of life came; null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The stream is not what an Agent sends: a hole, a line without end, no JSON.</exception>
    public async ValueTask<EventChunk?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await source.ReadAsync(cancellationToken);
            var rest = read.Buffer;
            var lines = 0;
            while (_json.WrittenCount < ChunkBytes && TryReadLine(ref rest, out var line))
            {
                Add(line);
                lines++;
            }

            if (lines == 0 && rest.Length > MaxLineBytes)
            {
                throw new InvalidDataException("A line of the journal has no end.");
            }

            source.AdvanceTo(rest.Start, lines > 0 ? rest.Start : rest.End);
            if (lines > 0)
            {
                return Take();
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return false;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return true;
    }

    private void Add(ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxLineBytes)
        {
            throw new InvalidDataException("A line of the journal is too long.");
        }

        var length = (int)line.Length;
        var target = _json.GetSpan(length + 2);
        target[0] = (byte)(_starts.Count == 0 ? '[' : ',');
        line.CopyTo(target[1..]);
        var parsed = Parse(target.Slice(1, length));
        if (!Accept(parsed))
        {
            return;
        }

        _starts.Add(_json.WrittenCount + 1);
        _seqs.Add(parsed.Seq);
        _json.Advance(length + 1);
    }

    /// <summary>Keeps the order without a hole; takes out what is said to the server and not to its viewers.</summary>
    private bool Accept(JournalLine line)
    {
        switch (line.Kind)
        {
            case JournalLineKind.CaughtUp:
                IsCaughtUp = true;
                return false;
            case JournalLineKind.KeepAlive:
                return false;
            case JournalLineKind.Truncated:
                IsRewound |= line.Mark <= LastSeq;
                LastSeq = Math.Max(0, line.Mark - 1);
                return true;
            case JournalLineKind.Event when line.Seq == 0:
                return true;
            default:
                LastSeq = line.Seq == LastSeq + 1
                    ? line.Seq
                    : throw new InvalidDataException($"The journal jumped from {LastSeq} to {line.Seq}.");
                return true;
        }
    }

    private static JournalLine Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JournalLine.Parse(line);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A line of the journal is not JSON.", exception);
        }
    }

    private EventChunk Take()
    {
        byte[] json = _starts.Count == 0 ? [] : [.. _json.WrittenSpan, (byte)']'];
        var chunk = new EventChunk(json, [.. _starts], [.. _seqs], LastSeq);
        _json.ResetWrittenCount();
        _starts.Clear();
        _seqs.Clear();
        return chunk;
    }
}
