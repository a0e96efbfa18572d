using System.Text;
using Agent.Journal;
using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Sessions;

/// <summary>
/// What the programs write that commands of a session have left behind: an event of the session every 100 ms at most. Past
/// 1 MiB a session it is read and dropped, and one last event says so: there is no run whose file could hold it.
/// </summary>
internal sealed class LeftBehindOutput(SessionId session, EventJournal journal, TimeProvider time) : IDisposable
{
    private const int MostBytes = 1024 * 1024;
    private const int TextBudget = 60 * 1024;

    private readonly Lock _gate = new();
    private OutputCoalescer? _coalescer;
    private ITimer? _timer;
    private int _bytes;

    public void Write(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_bytes >= MostBytes)
            {
                return;
            }

            _coalescer ??= new(Emit) { Window = TimeSpan.FromMilliseconds(100) };
            var now = Now;
            if (_coalescer.Write(stream, bytes, now) is { } due)
            {
                _timer ??= time.CreateTimer(static output => ((LeftBehindOutput)output!).Flush(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(due - now, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _coalescer?.Dispose();
            _bytes = MostBytes;
        }
    }

    private void Flush()
    {
        lock (_gate)
        {
            if (_bytes < MostBytes)
            {
                _coalescer?.Flush(Now);
            }
        }
    }

    private TimeSpan Now => TimeSpan.FromMilliseconds(time.GetTimestamp() / (time.TimestampFrequency / 1000.0));

    private void Emit(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _bytes < MostBytes)
        {
            var isText = Utf8Text.IsValid(bytes);
            var piece = bytes[..(isText ? Utf8Text.CutToJson(bytes, TextBudget) : bytes.Length)];
            _bytes += piece.Length;
            journal.Append(new SessionOutput
            {
                SessionId = session,
                Stream = stream,
                Text = isText ? Encoding.UTF8.GetString(piece) : Convert.ToBase64String(piece),
                Encoding = isText ? null : "base64",
                IsLast = _bytes >= MostBytes,
            });
            bytes = bytes[piece.Length..];
        }
    }
}
