using Ide.Core.Protocol.Terminals;
using Ide.Core.Streams;

namespace Agent.Terminals;

/// <summary>
/// What a terminal's program wrote and who watches it: the truth about its output. Bytes are appended and positions moved
/// under one lock, so a viewer who comes, leaves or returns neither misses a byte nor gets one twice.
/// </summary>
/// <remarks>A byte's way: the program, its terminal, <see cref="Append"/>, <see cref="Take"/> for each viewer, its socket.</remarks>
internal sealed class TerminalScreen((int Columns, int Rows) size, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ByteRing _ring = new(TerminalLimits.ScrollbackBytes);
    private readonly TerminalModes _modes = new();
    private readonly TerminalModes _modesAtStart = new();
    private readonly List<TerminalViewer> _viewers = [];
    private readonly TerminalTyping _typing = new(time);
    private (int Columns, int Rows) _size = size;
    private TerminalViewer? _typist;
    private TerminalNotice.Exited? _exit;
    private bool _closed;

    /// <summary>There may be something to take.</summary>
    public Pulse Changed { get; } = new();

    /// <summary>A viewer took something, or left.</summary>
    public Pulse Taken { get; } = new();

    /// <summary>Called under the lock whenever the size that holds is another.</summary>
    public Action<(int Columns, int Rows)>? Resize { get; set; }

    public (int Columns, int Rows) Size
    {
        get
        {
            lock (_gate)
            {
                return _size;
            }
        }
    }

    public long End
    {
        get
        {
            lock (_gate)
            {
                return _ring.End;
            }
        }
    }

    public int ViewerCount
    {
        get
        {
            lock (_gate)
            {
                return _viewers.Count;
            }
        }
    }

    public TerminalNotice.Exited? Exit
    {
        get
        {
            lock (_gate)
            {
                return _exit;
            }
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _modes.Feed(bytes);
            _ring.Append(bytes, _modesAtStart.Feed);
            foreach (var viewer in _viewers)
            {
                if (viewer.Position < _ring.Start)
                {
                    _ = viewer.Lagged.CancelAsync(); // not here and now: what it ends would come back under this lock
                }
            }

            _viewers.RemoveAll(viewer => viewer.Position < _ring.Start);
        }

        Changed.Signal();
        Taken.Signal();
    }

    /// <summary>
    /// How much the program may write now before the fastest viewer must have taken some of it, in bytes. Without viewers
    /// whom it waits for there is no bound.
    /// </summary>
    public long Room
    {
        get
        {
            lock (_gate)
            {
                var leader = _viewers.Where(static viewer => !viewer.IsStalled).Select(static viewer => viewer.Position).DefaultIfEmpty(long.MaxValue).Max();
                return leader == long.MaxValue ? long.MaxValue : TerminalLimits.LeadBytes - (_ring.End - leader);
            }
        }
    }

    /// <summary>Nobody took anything for too long: the program waits for none of them until they do.</summary>
    public void GiveUpOnViewers()
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers)
            {
                viewer.IsStalled = true;
            }
        }
    }

    /// <summary>A program has the whole screen, and this viewer cannot have seen it draw.</summary>
    public bool NeedsRedraw(TerminalViewer viewer)
    {
        lock (_gate)
        {
            return _modes.IsAlternateScreen && viewer.Position > 0 && _exit is null;
        }
    }

    /// <param name="after">Where the viewer was; null for a new one. What is no longer kept it does not get.</param>
    /// <returns>Null: too many are watching, or the terminal is deleted.</returns>
    public TerminalViewer? Attach(Ide.Core.Protocol.TerminalId id, long? after, string name, bool mayType, (int Columns, int Rows)? room)
    {
        lock (_gate)
        {
            if (_viewers.Count >= TerminalLimits.MostViewers || _closed)
            {
                return null;
            }

            var continues = after is { } wanted && wanted >= _ring.Start && wanted <= _ring.End;
            var (start, modes) = continues ? (after!.Value, null) : FirstWholeByte();
            var viewer = new TerminalViewer(name, mayType, start) { Live = _ring.End, Room = room, KnownTyping = _typing.Count };
            _viewers.Add(viewer);
            _typist ??= mayType ? viewer : null;
            Choose();
            viewer.KnownSize = _size;
            viewer.Tell(new TerminalNotice.Ready(start, _size.Columns, _size.Rows, _ring.End, id, modes));
            return viewer;
        }
    }

    public void Detach(TerminalViewer viewer)
    {
        lock (_gate)
        {
            _viewers.Remove(viewer);
            if (_typist == viewer)
            {
                _typist = _viewers.LastOrDefault(static other => other.MayType);
            }

            Choose();
        }

        Changed.Signal();
        Taken.Signal();
    }

    /// <summary>What the viewer is to be sent next, into <paramref name="buffer"/> where it is bytes.</summary>
    public TerminalDelivery Take(TerminalViewer viewer, Span<byte> buffer)
    {
        lock (_gate)
        {
            if (NoticeFor(viewer) is { } notice)
            {
                return new(notice, 0);
            }

            if (viewer.Lagged.IsCancellationRequested)
            {
                return new(new TerminalNotice.Refused("This viewer fell too far behind; it can go on from its offset."), 0, IsLast: true);
            }

            if (viewer.Position == _ring.End && (_exit is not null || _closed))
            {
                return new(_exit ?? (TerminalNotice)new TerminalNotice.Refused("The terminal was deleted."), 0, IsLast: true);
            }

            if (viewer.Acknowledged is { } acknowledged)
            {
                var most = acknowledged + TerminalLimits.UnacknowledgedBytes - viewer.Position;
                buffer = buffer[..(int)Math.Clamp(most, 0, buffer.Length)];
            }

            if (viewer.Position < viewer.Live)
            {
                // No frame holds replay and news: a viewer treats them differently.
                buffer = buffer[..(int)Math.Min(viewer.Live - viewer.Position, buffer.Length)];
            }

            var count = _ring.CopyTo(viewer.Position, buffer);
            if (count > 0)
            {
                viewer.Position += count;
                viewer.IsStalled = false;
                Taken.Signal();
            }

            return new(null, count);
        }
    }

    public void Control(TerminalViewer viewer, TerminalControl control)
    {
        lock (_gate)
        {
            switch (control)
            {
                case TerminalControl.Acknowledge acknowledge when acknowledge.Offset >= (viewer.Acknowledged ?? 0):
                    viewer.Acknowledged = Math.Min(acknowledge.Offset, viewer.Position);
                    break;
                case TerminalControl.Resize { Cols: > 0, Rows: > 0 } resize:
                    viewer.Room = (resize.Cols, resize.Rows);
                    Choose();
                    break;
                case TerminalControl.Resize:
                    viewer.Tell(new TerminalNotice.Refused("cols and rows are to be at least 1."));
                    break;
                case TerminalControl.Hide:
                    viewer.Room = null;
                    Choose();
                    break;
            }
        }

        Changed.Signal();
    }

    public void Tell(TerminalViewer viewer, TerminalNotice notice)
    {
        lock (_gate)
        {
            viewer.Tell(notice);
        }

        Changed.Signal();
    }

    /// <returns>False: the frame is to be dropped.</returns>
    public bool MayPass(TerminalViewer viewer, ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (!viewer.MayType || _exit is not null || _closed)
            {
                return false;
            }

            if (TerminalReports.IsReport(frame))
            {
                return _typist == viewer && (viewer.Acknowledged ?? long.MaxValue) >= viewer.Live;
            }

            if (!_typing.Note(viewer) && _typist == viewer)
            {
                return true;
            }

            _typist = viewer;
        }

        Changed.Signal();
        return true;
    }

    /// <summary>The program has ended, and all that it wrote has been appended.</summary>
    public void Finish(TerminalNotice.Exited exit)
    {
        lock (_gate)
        {
            _exit ??= exit;
        }

        Changed.Signal();
    }

    /// <summary>
    /// Another program is to write where the last one ended. Who has not taken all of that one yet is let go and comes back
    /// by its offset; the modes that it left (a killed vim's screen, its mouse) end with it.
    /// </summary>
    public void Reopen()
    {
        lock (_gate)
        {
            _exit = null;
            foreach (var viewer in _viewers)
            {
                _ = viewer.Lagged.CancelAsync();
            }
        }

        Append(_modes.IsAlternateScreen ? "\e[?1049l\e[!p\e[?1000;1002;1003;1004;1006;2004l\r\n"u8 : "\e[!p\e[?1000;1002;1003;1004;1006;2004l\r\n"u8);
    }

    /// <summary>The terminal is deleted: everybody is told, and nobody comes any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        Changed.Signal();
    }

    private TerminalNotice? NoticeFor(TerminalViewer viewer)
    {
        if (viewer.NextNotice() is { } notice)
        {
            return notice;
        }

        if (viewer.KnownSize != _size)
        {
            viewer.KnownSize = _size;
            return new TerminalNotice.Resized(_size.Columns, _size.Rows);
        }

        if (viewer.KnownTyping != _typing.Count)
        {
            viewer.KnownTyping = _typing.Count;
            if (_typing.Who is { } other && other != viewer)
            {
                return new TerminalNotice.Typing(other.Name);
            }
        }

        var isTypist = _typist == viewer;
        if (viewer.KnownTypist != isTypist)
        {
            viewer.KnownTypist = isTypist;
            return new TerminalNotice.Typist(isTypist);
        }

        return null;
    }

    /// <summary>The oldest byte that a new viewer gets and that begins something, and the modes that hold there.</summary>
    private (long Position, string? Modes) FirstWholeByte()
    {
        if (_ring.Start == 0 && _ring.End <= TerminalLimits.ScrollbackBytes - TerminalLimits.JoinSlackBytes)
        {
            return (0, null);
        }

        var modes = _modesAtStart.Clone();
        var position = _ring.Start;
        var first = _ring.End - (TerminalLimits.ScrollbackBytes - TerminalLimits.JoinSlackBytes);
        Span<byte> block = stackalloc byte[4096];
        while (position < first)
        {
            var count = _ring.CopyTo(position, block[..(int)Math.Min(block.Length, first - position)]);
            modes.Feed(block[..count]);
            position += count;
        }

        var next = block[..1];
        while (!modes.IsBetween && _ring.CopyTo(position, next) == 1)
        {
            modes.Feed(next);
            position++;
        }

        return (position, modes.ToSequences() is { Length: > 0 } sequences ? sequences : null);
    }

    private void Choose()
    {
        var chosen = TerminalSizing.Choose(_viewers, _size);
        if (chosen != _size)
        {
            _size = chosen;
            Resize?.Invoke(chosen);
        }
    }
}
