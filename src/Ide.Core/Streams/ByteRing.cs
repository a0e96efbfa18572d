namespace Ide.Core.Streams;

/// <summary>
/// The last bytes of a stream under their absolute positions. Grows with what is written up to its capacity, then forgets
/// from the front. Not thread-safe.
/// </summary>
public sealed class ByteRing
{
    private const int FirstBytes = 16 * 1024;

    private readonly int _capacity;
    private byte[] _bytes;

    /// <param name="capacity">In bytes; a power of two.</param>
    public ByteRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(capacity), true);
        _capacity = capacity;
        _bytes = new byte[Math.Min(FirstBytes, capacity)];
    }

    /// <summary>Position of the oldest byte that is kept.</summary>
    public long Start { get; private set; }

    /// <summary>Position of the next byte to be written: how many there have ever been.</summary>
    public long End { get; private set; }

    /// <summary>Appends bytes; <paramref name="forgotten"/> sees those that are given up for them, in order.</summary>
    public void Append(ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<byte>>? forgotten = null)
    {
        Grow(bytes.Length);
        var excess = End - Start + bytes.Length - _bytes.Length;
        if (excess > 0)
        {
            Forget((int)Math.Min(excess, End - Start), forgotten);
        }

        if (bytes.Length > _bytes.Length)
        {
            // More than all of it: the first bytes only pass through.
            var passing = bytes[..^_bytes.Length];
            forgotten?.Invoke(passing);
            End += passing.Length;
            Start = End;
            bytes = bytes[passing.Length..];
        }

        while (!bytes.IsEmpty)
        {
            var room = _bytes.AsSpan(IndexOf(End));
            var count = Math.Min(room.Length, bytes.Length);
            bytes[..count].CopyTo(room);
            bytes = bytes[count..];
            End += count;
        }
    }

    /// <summary>Copies what is there from a position on.</summary>
    /// <returns>How many bytes; 0 at the end.</returns>
    public int CopyTo(long position, Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, Start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, End);
        var total = (int)Math.Min(buffer.Length, End - position);
        for (var copied = 0; copied < total;)
        {
            var part = _bytes.AsSpan(IndexOf(position + copied));
            part = part[..Math.Min(part.Length, total - copied)];
            part.CopyTo(buffer[copied..]);
            copied += part.Length;
        }

        return total;
    }

    private void Forget(int count, Action<ReadOnlySpan<byte>>? forgotten)
    {
        while (count > 0)
        {
            var part = _bytes.AsSpan(IndexOf(Start));
            part = part[..Math.Min(part.Length, count)];
            forgotten?.Invoke(part);
            Start += part.Length;
            count -= part.Length;
        }
    }

    private void Grow(int more)
    {
        var wanted = End - Start + more;
        if (wanted <= _bytes.Length || _bytes.Length == _capacity)
        {
            return;
        }

        var size = (int)Math.Min(_capacity, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)wanted));
        var held = new byte[(int)(End - Start)];
        CopyTo(Start, held);
        (_bytes, End) = (new byte[size], Start);
        Append(held);
    }

    private int IndexOf(long position) => (int)(position & (_bytes.Length - 1));
}
