using System.Buffers;

namespace Bench.Measuring;

/// <summary>Keeps the bytes of an output as they come, to be compared when the clock has stopped.</summary>
internal sealed class Collected(int expected)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(expected + (64 * 1024));

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Add(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
