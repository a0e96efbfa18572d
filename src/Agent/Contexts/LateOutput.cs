using System.Text;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>
/// What threads, timers and children of a context write while none of its runs is open: told in the journal, a second's
/// worth of a stream in one event, at most <see cref="MostBytes"/> of it.
/// </summary>
internal sealed class LateOutput : IDisposable
{
    public const int MostBytes = 16 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ContextId _context;
    private readonly Action<JournalEvent> _record;
    private readonly ITimer _timer;
    private readonly Held[] _held = [new(OutputStream.Stdout), new(OutputStream.Stderr)];
    private bool _isScheduled;

    public LateOutput(ContextId context, Action<JournalEvent> record, TimeProvider time)
    {
        (_context, _record) = (context, record);
        _timer = time.CreateTimer(static late => ((LateOutput)late!).Tell(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Take(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _held[(int)stream].Add(bytes);
            if (!_isScheduled)
            {
                _isScheduled = true;
                _timer.Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Tell();
    }

    private void Tell()
    {
        lock (_gate)
        {
            _isScheduled = false;
            foreach (var held in _held)
            {
                if (held.TakeText() is { Length: > 0 } text)
                {
                    _record(new ContextOutput { ContextId = _context, Stream = held.Stream, Text = text });
                }
            }
        }
    }

    private sealed class Held(OutputStream stream)
    {
        private readonly byte[] _bytes = new byte[MostBytes];
        private int _count;
        private long _dropped;

        public OutputStream Stream => stream;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            var kept = Math.Min(bytes.Length, MostBytes - _count);
            bytes[..kept].CopyTo(_bytes.AsSpan(_count));
            _count += kept;
            _dropped += bytes.Length - kept;
        }

        public string TakeText()
        {
            var text = Encoding.UTF8.GetString(_bytes.AsSpan(0, _count));
            text = _dropped == 0 ? text : $"{text}\n[{_dropped} more bytes are not kept]\n";
            (_count, _dropped) = (0, 0);
            return text;
        }
    }
}
