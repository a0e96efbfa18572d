namespace Ide.Web.Streaming;

/// <summary>
/// The latest events of one sandbox, shared by all its viewers. It has one writer and any number of readers, each with its
/// own <see cref="ViewerCursor"/>; a reader that the ring has overtaken is told so and reads on from the Agent's journal.
/// </summary>
/// <param name="capacityBytes">What is held at most; a single larger chunk is held alone.</param>
internal sealed class EventRing(int capacityBytes)
{
    /// <summary>What a chunk costs beside its text, about.</summary>
    private const int ChunkOverheadBytes = 200;

    private readonly Lock _gate = new();

    /// <summary>The chunk at position P lies at P modulo the length, a power of two.</summary>
    private EventChunk?[] _chunks = new EventChunk[256];
    private long _firstPosition;
    private long _nextPosition;
    private long _heldBytes;
    private long _heldAfter;

    /// <summary>The last seq that has come in.</summary>
    public long LastSeq { get; private set; }

    /// <summary>Rises when the journal's past was replaced: all that was sent is to be forgotten.</summary>
    public int Generation { get; private set; }

    public void Append(EventChunk chunk)
    {
        lock (_gate)
        {
            if (_nextPosition - _firstPosition == _chunks.Length)
            {
                Grow();
            }

            At(_nextPosition++) = chunk;
            _heldBytes += CostOf(chunk);
            LastSeq = chunk.LastSeq;
            while (_heldBytes > capacityBytes && _nextPosition - _firstPosition > 1)
            {
                ref var oldest = ref At(_firstPosition++);
                _heldBytes -= CostOf(oldest!);
                _heldAfter = oldest!.LastSeq;
                oldest = null;
            }
        }
    }

    /// <summary>Begins after a seq, with nothing held. Only before the first chunk.</summary>
    public void StartAfter(long seq)
    {
        lock (_gate)
        {
            LastSeq = seq;
            _heldAfter = seq;
        }
    }

    /// <summary>Forgets everything: the journal has another past now, and begins anew.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _firstPosition = _nextPosition;
            Array.Clear(_chunks);
            _heldBytes = 0;
            _heldAfter = 0;
            LastSeq = 0;
            Generation++;
        }
    }

    /// <summary>What comes next for a viewer, and moves the cursor behind it.</summary>
    public RingRead Read(ViewerCursor cursor, out EventBatch batch)
    {
        lock (_gate)
        {
            batch = default;
            if (cursor.Generation != Generation)
            {
                return RingRead.Restarted;
            }

            if (cursor.Position is not { } position || position < _firstPosition)
            {
                if (cursor.Seq < _heldAfter)
                {
                    return RingRead.Behind;
                }

                position = PositionAfter(cursor.Seq);
            }

            cursor.Position = position;
            if (position == _nextPosition)
            {
                return RingRead.AtEnd;
            }

            var chunk = At(position)!;
            batch = chunk.After(cursor.Seq);
            cursor.Position = position + 1;
            cursor.Seq = Math.Max(cursor.Seq, chunk.LastSeq);
            return RingRead.Got;
        }
    }

    /// <summary>Whether the ring can serve a viewer that has everything up to a seq.</summary>
    public bool Reaches(long seq)
    {
        lock (_gate)
        {
            return seq >= _heldAfter;
        }
    }

    private static long CostOf(EventChunk chunk) => chunk.Json.Length + ChunkOverheadBytes;

    private ref EventChunk? At(long position) => ref _chunks[position & (_chunks.Length - 1)];

    private void Grow()
    {
        var larger = new EventChunk?[_chunks.Length * 2];
        for (var position = _firstPosition; position < _nextPosition; position++)
        {
            larger[position & (larger.Length - 1)] = At(position);
        }

        _chunks = larger;
    }

    /// <summary>The first chunk that holds something after a seq; the end when there is none. LastSeq never falls from chunk to chunk.</summary>
    private long PositionAfter(long seq)
    {
        var (low, high) = (_firstPosition, _nextPosition);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(middle)!.LastSeq > seq ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}

/// <summary>What a viewer finds in the ring.</summary>
internal enum RingRead
{
    Got,

    /// <summary>Nothing new.</summary>
    AtEnd,

    /// <summary>What comes next is not held any more: it is in the Agent's journal.</summary>
    Behind,

    /// <summary>The journal has another past.</summary>
    Restarted,
}

/// <summary>How far one viewer is. Used by its one loop.</summary>
internal sealed class ViewerCursor(long seq, int generation)
{
    /// <summary>The last seq that was sent.</summary>
    public long Seq { get; set; } = seq;

    /// <summary>The next chunk to read; null: find it by <see cref="Seq"/>.</summary>
    public long? Position { get; set; }

    public int Generation { get; set; } = generation;
}
