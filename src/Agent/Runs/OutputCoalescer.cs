using System.Buffers;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Runs;

/// <summary>
/// Makes few pieces out of many writes: the first bytes after a pause go at once, what follows within a window of 16 ms
/// or 32 KiB is merged, and a piece never ends inside a character. It owns no clock: its owner flushes it when the
/// window is over.
/// </summary>
/// <remarks>
/// Holds at most 32 KiB a stream, and nothing while nothing waits. In order mode a write to the one stream first sends
/// what waits of the other; without it (a run that has made very many events) each window ends with one piece a stream.
/// Not thread-safe: the run's lock is its lock.
/// </remarks>
internal sealed class OutputCoalescer(Action<OutputStream, ReadOnlySpan<byte>> emit) : IDisposable
{
    public const int PieceBytes = 32 * 1024;

    private readonly byte[]?[] _buffers = new byte[]?[2];
    private readonly int[] _lengths = new int[2];
    private TimeSpan _lastPiece = TimeSpan.MinValue;

    /// <summary>How long pieces merge. Longer for a run that has made very many.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMilliseconds(16);

    /// <summary>Whether the order between the two streams is kept within a window.</summary>
    public bool KeepsOrder { get; set; } = true;

    /// <summary>Takes a write.</summary>
    /// <param name="now">Any clock that does not go back.</param>
    /// <returns>When <see cref="Flush"/> is due; null: nothing waits for it.</returns>
    public TimeSpan? Write(OutputStream stream, ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (KeepsOrder)
        {
            Send(Other(stream), now);
        }

        var slot = (int)stream;
        if (_lengths[slot] == 0)
        {
            var isLeading = _lastPiece == TimeSpan.MinValue || now - _lastPiece >= Window;
            while (bytes.Length >= PieceBytes || (isLeading && !bytes.IsEmpty))
            {
                var piece = Utf8Text.CutBetweenCharacters(bytes, PieceBytes);
                piece = piece == bytes.Length ? piece - Utf8Text.IncompleteTail(bytes) : piece;
                if (piece == 0)
                {
                    break;
                }

                emit(stream, bytes[..piece]);
                _lastPiece = now;
                bytes = bytes[piece..];
            }
        }

        while (!bytes.IsEmpty)
        {
            var buffer = _buffers[slot] ??= ArrayPool<byte>.Shared.Rent(PieceBytes);
            var taken = Math.Min(bytes.Length, PieceBytes - _lengths[slot]);
            bytes[..taken].CopyTo(buffer.AsSpan(_lengths[slot]));
            _lengths[slot] += taken;
            bytes = bytes[taken..];
            if (_lengths[slot] == PieceBytes)
            {
                Send(stream, now);
            }
        }

        return IsDue(OutputStream.Stdout) || IsDue(OutputStream.Stderr) ? Max(_lastPiece + Window, now) : null;
    }

    /// <summary>Sends what waits, except for the beginning of a character whose rest has not come.</summary>
    public void Flush(TimeSpan now)
    {
        Send(OutputStream.Stdout, now);
        Send(OutputStream.Stderr, now);
    }

    /// <summary>Sends all that is left: no rest of a character will come.</summary>
    public void Finish(TimeSpan now)
    {
        Flush(now);
        foreach (var stream in (ReadOnlySpan<OutputStream>)[OutputStream.Stdout, OutputStream.Stderr])
        {
            if (_lengths[(int)stream] > 0)
            {
                emit(stream, _buffers[(int)stream].AsSpan(0, _lengths[(int)stream]));
                Keep(stream, 0, 0);
            }
        }
    }

    public void Dispose()
    {
        Keep(OutputStream.Stdout, 0, 0);
        Keep(OutputStream.Stderr, 0, 0);
    }

    private void Send(OutputStream stream, TimeSpan now)
    {
        var slot = (int)stream;
        var held = _buffers[slot].AsSpan(0, _lengths[slot]);
        var tail = Utf8Text.IncompleteTail(held);
        var piece = held.Length - tail;
        if (piece > 0)
        {
            emit(stream, held[..piece]);
            _lastPiece = now;
            Keep(stream, piece, tail);
        }
    }

    /// <summary>Whether anything waits for the end of the window, and not for the rest of a character.</summary>
    private bool IsDue(OutputStream stream)
    {
        var held = _buffers[(int)stream].AsSpan(0, _lengths[(int)stream]);
        return held.Length > Utf8Text.IncompleteTail(held);
    }

    private void Keep(OutputStream stream, int start, int length)
    {
        var slot = (int)stream;
        if (length > 0)
        {
            _buffers[slot].AsSpan(start, length).CopyTo(_buffers[slot]);
        }
        else if (_buffers[slot] is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _buffers[slot] = null;
        }

        _lengths[slot] = length;
    }

    private static OutputStream Other(OutputStream stream) =>
        stream == OutputStream.Stdout ? OutputStream.Stderr : OutputStream.Stdout;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
