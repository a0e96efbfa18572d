using System.Buffers;
using Ide.Core.Protocol.Journal;

namespace Agent.Journal;

/// <summary>Some of the journal, in order: whole lines of JSON, each ended by a newline.</summary>
/// <param name="Lines">Valid until the next read.</param>
/// <param name="LastSeq">The number of the last event up to which the subscriber now has everything.</param>
internal readonly record struct JournalBatch(ReadOnlyMemory<byte> Lines, long LastSeq)
{
    public bool IsEmpty => Lines.IsEmpty;
}

/// <summary>
/// One reader's place in the journal. It reads from disk when it is asked to, so it holds no more than one batch however
/// far behind it is. Of what is not kept it holds the last 256 lines; more, and the oldest are dropped. One reader at a time.
/// </summary>
internal sealed class JournalSubscription : IDisposable
{
    /// <summary>What a reader that takes nothing holds, twice: here, and on its way into the answer.</summary>
    private const int BatchBytes = 64 * 1024;

    private const int TransientLines = 256;

    private readonly EventJournal _journal;
    private readonly Queue<byte[]> _transient = [];
    private ArrayBufferWriter<byte> _batch = new();
    private readonly long _historyAfter;
    private JournalSegment? _segment;
    private RecordReader? _reader;
    private bool _knowsAnotherPast;

    internal JournalSubscription(EventJournal journal, long after, long historyAfter)
    {
        (_journal, _historyAfter) = (journal, historyAfter);
        LastSeq = Math.Max(after, historyAfter);
    }

    /// <summary>The number of the last event that was read.</summary>
    public long LastSeq { get; private set; }

    /// <summary>What comes next: as much as is there, up to 64 KiB and one record. Empty: everything so far has been read; wait.</summary>
    /// <param name="accept">Given an event's type on the wire: false leaves it out. Null: everything.</param>
    public JournalBatch Read(Func<ReadOnlySpan<byte>, bool>? accept = null)
    {
        ForgetBatch();
        while (_batch.WrittenCount < BatchBytes && Open())
        {
            if (!ReadOne(accept) && !MoveOn(accept))
            {
                break;
            }
        }

        if (_batch.WrittenCount < BatchBytes)
        {
            AddTransient(accept);
        }

        return new(_batch.WrittenMemory, LastSeq);
    }

    /// <summary>Waits until there may be something to read.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var next = _journal.Changed.Next();
        if ((_journal.LastSeq <= LastSeq || _reader is { IsDamaged: true }) && !HasTransient)
        {
            await next.WaitAsync(cancellationToken);
        }
    }

    internal void Offer(byte[] line)
    {
        lock (_transient)
        {
            if (_transient.Count == TransientLines)
            {
                _transient.Dequeue();
            }

            _transient.Enqueue(line);
        }
    }

    public void Dispose()
    {
        _journal.Unsubscribe(this);
        Close();
    }

    private bool HasTransient
    {
        get
        {
            lock (_transient)
            {
                return _transient.Count > 0;
            }
        }
    }

    /// <summary>Finds the place after <see cref="LastSeq"/> if it is not at hand. False: nothing is there yet.</summary>
    private bool Open()
    {
        if (_reader is not null)
        {
            return true;
        }

        if (LastSeq > _journal.LastSeq)
        {
            // A number that this journal never gave: the subscriber knows another past, and gets all of this one that is for him.
            LastSeq = Math.Min(_historyAfter, _journal.LastSeq);
            _knowsAnotherPast = true;
        }

        if (_journal.Find(LastSeq + 1) is not { } segment)
        {
            return false;
        }

        _segment = segment;
        if (_knowsAnotherPast || LastSeq + 1 < segment.FirstSeq)
        {
            var first = Math.Max(LastSeq + 1, segment.FirstSeq);
            AddTruncated(first);
            LastSeq = first - 1;
            _knowsAnotherPast = false;
        }

        var (seq, position) = segment.Before(LastSeq + 1);
        _reader = new(segment.File, position);
        while (seq <= LastSeq && _reader.TryRead(out _))
        {
            seq++;
        }

        return true;
    }

    private bool ReadOne(Func<ReadOnlySpan<byte>, bool>? accept)
    {
        if (!_reader!.TryRead(out var payload))
        {
            return false;
        }

        LastSeq++;
        Add(payload, accept);
        return true;
    }

    /// <summary>Goes to the next segment when this one is read to its end. False: it is the last one, wait.</summary>
    private bool MoveOn(Func<ReadOnlySpan<byte>, bool>? accept)
    {
        if (_reader!.IsDamaged)
        {
            _journal.GiveUp(_segment!);
        }

        if (_journal.Next(_segment!) is not { } next)
        {
            return false;
        }

        // Once there is a next segment this one grows no more: what came between the two looks is there now.
        if (ReadOne(accept))
        {
            return true;
        }

        Close();
        if (LastSeq + 1 < next.FirstSeq)
        {
            // Retention took the segment, or the rest of it cannot be read.
            AddTruncated(next.FirstSeq);
            LastSeq = next.FirstSeq - 1;
        }

        return true;
    }

    private void Close()
    {
        _reader?.Dispose();
        _reader = null;
    }

    /// <summary>Makes room for the next batch; after a large one, lets its memory go.</summary>
    private void ForgetBatch()
    {
        if (_batch.Capacity > RecordBuffer.MaxRecordBytes && _batch.WrittenCount < RecordBuffer.MaxRecordBytes / 2)
        {
            _batch = new();
        }

        _batch.ResetWrittenCount();
    }

    private void Add(ReadOnlySpan<byte> line, Func<ReadOnlySpan<byte>, bool>? accept)
    {
        if (accept is null || accept(JournalLine.TypeOf(line)))
        {
            _batch.Write(line);
            _batch.Write("\n"u8);
        }
    }

    private void AddTransient(Func<ReadOnlySpan<byte>, bool>? accept)
    {
        lock (_transient)
        {
            while (_batch.WrittenCount < BatchBytes && _transient.TryDequeue(out var line))
            {
                Add(line, accept);
            }
        }
    }

    private void AddTruncated(long firstSeq) =>
        Add(JournalLine.Of(new HistoryTruncated { FirstSeq = firstSeq, At = DateTimeOffset.UtcNow }), null);
}
