using System.Buffers;
using System.Buffers.Binary;

namespace Agent.Journal;

/// <summary>
/// Reads a <see cref="RecordFile"/> from a position on, as far as it is written. It holds a buffer of at most 128 KiB while
/// there is something to read, and none once it has caught up.
/// </summary>
internal sealed class RecordReader(RecordFile file, long position) : IDisposable
{
    private byte[]? _buffer;
    private int _start;
    private int _end;

    /// <summary>Where the next record begins.</summary>
    public long Position { get; private set; } = position;

    /// <summary>True: the bytes at <see cref="Position"/> are no record, or are gone, although the file goes on there.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>The next record; false at the end of what is written, or of what is sound.</summary>
    /// <param name="payload">Valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!Fill(RecordBuffer.HeaderBytes))
        {
            Release();
            return false;
        }

        var header = _buffer.AsSpan(_start);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > RecordBuffer.MaxRecordBytes - RecordBuffer.HeaderBytes
            || !Fill(RecordBuffer.HeaderBytes + length)
            || Crc32.Of(_buffer.AsSpan(_start + RecordBuffer.HeaderBytes, length))
                != BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan(_start + 4)))
        {
            IsDamaged = true;
            Release();
            return false;
        }

        payload = _buffer.AsSpan(_start + RecordBuffer.HeaderBytes, length);
        _start += RecordBuffer.HeaderBytes + length;
        Position += RecordBuffer.HeaderBytes + length;
        return true;
    }

    /// <summary>The payload of the last record that was read, as memory. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Last(int length) => _buffer.AsMemory(_start - length, length);

    public void Dispose() => Release();

    private bool Fill(int wanted)
    {
        if (_end - _start >= wanted)
        {
            return true;
        }

        var available = file.Length - Position;
        if (available < wanted)
        {
            return false;
        }

        // A reader of a few live events gets by with a small buffer; one that catches up takes large bites.
        var size = (int)Math.Clamp(available, 4096, 2 * RecordBuffer.MaxRecordBytes);
        var buffer = _buffer is { } kept && kept.Length >= Math.Max(size, wanted) ? kept : ArrayPool<byte>.Shared.Rent(Math.Max(size, wanted));
        var held = _end - _start;
        _buffer.AsSpan(_start, held).CopyTo(buffer);
        if (_buffer is not null && _buffer != buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = buffer;
        _start = 0;
        _end = held;
        while (_end < wanted)
        {
            var room = (int)Math.Min(buffer.Length - _end, available - _end);
            var read = file.Read(buffer.AsSpan(_end, room), Position + _end);
            if (read == 0)
            {
                // Somebody else has cut the file or taken it away: to wait for more would be to ask without end.
                IsDamaged = true;
                return false;
            }

            _end += read;
        }

        return true;
    }

    private void Release()
    {
        if (_buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            _buffer = null;
        }

        _start = _end = 0;
    }
}
