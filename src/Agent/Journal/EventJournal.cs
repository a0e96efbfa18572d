using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Journal;

/// <summary>
/// The truth about what happened in this sandbox, in order: every event gets the next number, is written to disk, and
/// only then can anybody see it. History and live are the same read of the same files, so a subscriber who joins, falls
/// behind or returns can neither miss an event nor get one twice, and a slow one costs no memory.
/// </summary>
/// <remarks>
/// <para>Numbers have no hole, so the journal can forget only from its beginning, a segment (4 MiB) at a time. Past 64 MiB
/// the oldest segment goes unless a run that is still open began in it; past 96 MiB it goes regardless, since a bound
/// that a forgotten <c>tail -f</c> could lift would be none. What a run wrote lies in its own file and is read through
/// <c>/api/runs</c>, so an open run whose beginning has left the journal is still whole there; a finished one goes with
/// its beginning. One run puts about 3 MiB in the journal, however much it prints (see <see cref="Runs.Run"/>), so a
/// flood cannot evict everybody's history.</para>
/// <para>A full disk: the event that does not fit takes the place of a reserve of 1 MiB that was kept for this, so that what
/// runs can still end in order. From then on <see cref="HasRoom"/> is false and new runs are refused with NO_SPACE, until
/// the reserve can be made again.</para>
/// <para>A damaged record inside a segment (a failing disk) makes the rest of that segment unreadable: a subscriber is told
/// <see cref="HistoryTruncated"/> and goes on with the next one, which is begun for that when there is none.</para>
/// </remarks>
internal sealed class EventJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly JournalLimits _limits;
    private readonly TimeProvider _time;
    private readonly DiskReserve _reserve;
    private readonly JournalIdentity _identity;
    private readonly List<JournalSegment> _segments;
    private readonly List<JournalSubscription> _subscriptions = [];
    private readonly RecordBuffer _record = new();
    private long _lastSeq;
    private long _syncedSeq;
    private bool _isClosed;

    public EventJournal(StateDirectory state, JournalLimits limits, TimeProvider time)
    {
        _directory = state.Journal;
        _limits = limits;
        _time = time;
        Directory.CreateDirectory(_directory);
        _identity = JournalIdentity.Open(_directory);
        _segments = JournalSegment.OpenAll(_directory, out _lastSeq);
        _reserve = new(Path.Combine(_directory, "reserve"));
        _reserve.TryRestore();
        if (_segments.Count == 0)
        {
            AddSegment(1);
        }
    }

    /// <summary>See <see cref="AgentStarted.JournalId"/>.</summary>
    public string JournalId => _identity.JournalId;

    /// <summary>False while the disk is full: refuse to start anything.</summary>
    public bool HasRoom => _reserve.IsHeld;

    /// <summary>Signalled at each new event and each transient one.</summary>
    public Pulse Changed { get; } = new();

    public long LastSeq => Volatile.Read(ref _lastSeq);

    /// <summary>Up to this number, events survive a loss of power.</summary>
    public long SyncedSeq => Volatile.Read(ref _syncedSeq);

    public long FirstSeq
    {
        get
        {
            lock (_gate)
            {
                return _segments[0].FirstSeq;
            }
        }
    }

    public long SizeBytes
    {
        get
        {
            lock (_gate)
            {
                return _segments.Sum(static segment => segment.File.Length);
            }
        }
    }

    /// <summary>Numbers, dates and writes an event; then everybody sees it.</summary>
    /// <returns>The event's number.</returns>
    /// <exception cref="AgentException">NO_SPACE: not even the reserve was enough. Nothing was recorded.</exception>
    public long Append(JournalEvent happened)
    {
        long seq;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            seq = _lastSeq + 1;
            _record.SetJson(happened with { Seq = seq, At = happened.At == default ? _time.GetUtcNow() : happened.At },
                JournalJson.Relaxed.JournalEvent);
            if (!_record.FitsRecord)
            {
                throw new ArgumentException($"A {happened.GetType().Name} of {_record.Payload.Length} bytes passes the limit of a record.");
            }

            if (_segments[^1].File.Length >= _limits.SegmentBytes)
            {
                AddSegment(seq);
            }

            var segment = _segments[^1];
            var position = segment.File.Length;
            Write(segment.File);
            segment.Index(seq, position);
            Volatile.Write(ref _lastSeq, seq);
        }

        Changed.Signal();
        return seq;
    }

    /// <summary>Tells everybody who is subscribed now something that is not kept and has no number.</summary>
    public void Publish(JournalEvent happened)
    {
        lock (_gate)
        {
            _record.SetJson(happened with { Seq = null, At = _time.GetUtcNow() }, JournalJson.Relaxed.JournalEvent);
            var line = _record.Payload.ToArray();
            foreach (var subscription in _subscriptions)
            {
                subscription.Offer(line);
            }
        }

        Changed.Signal();
    }

    /// <summary>How many read it now.</summary>
    public int Subscribers
    {
        get
        {
            lock (_gate)
            {
                return _subscriptions.Count;
            }
        }
    }

    /// <summary>Everything after a number, and from then on what happens.</summary>
    /// <param name="after">0 for all that is kept. One that is not kept, or was never given, gets a <see cref="HistoryTruncated"/> first.</param>
    /// <param name="historyAfter">Whatever number is asked for, what lies up to this one is not for the subscriber.</param>
    public JournalSubscription Subscribe(long after, long historyAfter = 0)
    {
        lock (_gate)
        {
            var subscription = new JournalSubscription(this, after, historyAfter);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Makes all that was appended survive a loss of power.</summary>
    public void Sync()
    {
        RecordFile file;
        long seq;
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            file = _segments[^1].File;
            seq = _lastSeq;
        }

        file.Sync();
        Volatile.Write(ref _syncedSeq, seq);
        _reserve.TryRestore();
    }

    /// <summary>Forgets the oldest segments past the limits.</summary>
    /// <param name="oldestOpenRun">The number of the first event of the oldest run that has not ended; none: <see cref="long.MaxValue"/>.</param>
    /// <returns>The first number that is kept.</returns>
    public long Trim(long oldestOpenRun)
    {
        lock (_gate)
        {
            var size = _segments.Sum(static segment => segment.File.Length);
            while (_segments.Count > 1
                && size > (_segments[1].FirstSeq <= oldestOpenRun ? _limits.JournalBytes : _limits.HardJournalBytes))
            {
                size -= _segments[0].File.Length;
                File.Delete(_segments[0].File.Path);
                _segments[0].Dispose();
                _segments.RemoveAt(0);
            }

            return _segments[0].FirstSeq;
        }
    }

    /// <summary>The segment that holds a number, or the first one after it; null when nothing that late exists yet.</summary>
    internal JournalSegment? Find(long seq)
    {
        lock (_gate)
        {
            if (seq > _lastSeq || _isClosed)
            {
                return null;
            }

            var index = _segments.FindLastIndex(segment => segment.FirstSeq <= seq);
            return _segments[Math.Max(index, 0)];
        }
    }

    /// <summary>The segment that follows another; null when there is none yet.</summary>
    internal JournalSegment? Next(JournalSegment segment)
    {
        lock (_gate)
        {
            return _segments.Find(other => other.FirstSeq > segment.FirstSeq);
        }
    }

    /// <summary>A reader has found that the rest of a segment cannot be read: what comes from now on goes into another one.</summary>
    internal void GiveUp(JournalSegment segment)
    {
        lock (_gate)
        {
            if (!_isClosed && _segments[^1] == segment && segment.FirstSeq <= _lastSeq)
            {
                AddSegment(_lastSeq + 1);
            }
        }
    }

    internal void Unsubscribe(JournalSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _segments[^1].File.Sync();
            _identity.WriteClean(_directory);
            _segments.ForEach(static segment => segment.Dispose());
            _record.Dispose();
        }

        Changed.Signal();
    }

    private void Write(RecordFile file)
    {
        try
        {
            file.Append(_record);
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            _reserve.Release();
            try
            {
                file.Append(_record);
            }
            catch (IOException again) when (DiskFull.Is(again))
            {
                throw new AgentException(ErrorCode.NoSpace, "No room is left on the sandbox's disk.", null, again);
            }
        }
    }

    private void AddSegment(long firstSeq)
    {
        if (_segments.Count > 0)
        {
            _segments[^1].File.Sync();
        }

        try
        {
            _segments.Add(new(firstSeq, RecordFile.Create(JournalSegment.PathOf(_directory, firstSeq))));
        }
        catch (IOException exception) when (DiskFull.Is(exception) && _segments.Count > 0)
        {
            // The present segment grows on; Write deals with the disk.
        }
    }
}
