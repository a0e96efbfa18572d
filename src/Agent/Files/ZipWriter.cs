using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Agent.Files;

/// <summary>
/// Writes a zip file as a stream, front to back: nothing is gone back to, and of what is written only the directory at the end
/// is kept, 100 bytes and a name for each entry. Any number of files of any size (zip64). A slow reader slows it.
/// </summary>
internal sealed class ZipWriter(PipeWriter output)
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Compressed, a file may grow a little; from here on eight bytes are set aside for its size.</summary>
    private const long Large = 0xf000_0000;

    private readonly ArrayBufferWriter<byte> _directory = new();
    private long _written;
    private long _entries;

    /// <summary>What the directory takes in memory up to now.</summary>
    public int DirectoryBytes => _directory.WrittenCount;

    /// <param name="bytes">What the content will come to, at most.</param>
    /// <param name="read">Fills a buffer with the content from an offset on; 0 is its end.</param>
    public async Task AddAsync(
        byte[] name, uint mode, DateTimeOffset modifiedAt, long bytes, bool compress, Func<Memory<byte>, long, int> read, CancellationToken cancellationToken)
    {
        var entry = new ZipEntry(name, mode, modifiedAt, compress && bytes > 0, bytes >= Large, _written);
        Write(entry.LocalHeader());
        var begin = _written;
        var checksum = new Crc32();
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            // Closed before the descriptor, so that its last bytes come first.
            await using (var content = entry.IsDeflated ? new DeflateStream(new Sink(this), CompressionLevel.Fastest) : (Stream)new Sink(this))
            {
                while (entry.Bytes < bytes)
                {
                    var count = read(block.AsMemory(0, (int)Math.Min(BlockBytes, bytes - entry.Bytes)), entry.Bytes);
                    if (count == 0)
                    {
                        break;
                    }

                    checksum.Append(block.AsSpan(0, count));
                    entry.Bytes += count;
                    content.Write(block, 0, count);
                    await output.FlushAsync(cancellationToken);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        entry.Checksum = checksum.Value;
        entry.PackedBytes = _written - begin;
        Write(entry.Descriptor());
        _directory.Write(entry.CentralHeader());
        _entries++;
        await output.FlushAsync(cancellationToken);
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        var (start, length) = (_written, (long)DirectoryBytes);
        foreach (var block in _directory.WrittenSpan.ToArray().Chunk(BlockBytes))
        {
            Write(block);
            await output.FlushAsync(cancellationToken);
        }

        Write(End(start, length));
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The zip64 end of directory with its locator, then the old end, which points to it where a field is too small.</summary>
    private byte[] End(long start, long length)
    {
        var writer = new ZipFields(98);
        writer.UInt32(0x06064b50);
        writer.UInt64(44); // what follows of this record
        writer.UInt16((3 << 8) | 45);
        writer.UInt16(45);
        writer.UInt32(0);
        writer.UInt32(0);
        writer.UInt64((ulong)_entries);
        writer.UInt64((ulong)_entries);
        writer.UInt64((ulong)length);
        writer.UInt64((ulong)start);

        writer.UInt32(0x07064b50);
        writer.UInt32(0);
        writer.UInt64((ulong)(start + length));
        writer.UInt32(1);

        writer.UInt32(0x06054b50);
        writer.UInt16(0);
        writer.UInt16(0);
        writer.UInt16((ushort)Math.Min(_entries, ushort.MaxValue));
        writer.UInt16((ushort)Math.Min(_entries, ushort.MaxValue));
        writer.UInt32((uint)Math.Min(length, uint.MaxValue));
        writer.UInt32((uint)Math.Min(start, uint.MaxValue));
        writer.UInt16(0);
        return writer.Written;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        _written += bytes.Length;
    }

    /// <summary>Where a compressor writes to: the output's buffer, which is flushed between blocks.</summary>
    private sealed class Sink(ZipWriter zip) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => zip.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => zip.Write(buffer);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            zip.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
