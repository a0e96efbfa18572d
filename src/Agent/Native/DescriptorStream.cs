using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// A pipe's end or a terminal's master as an asynchronous stream that holds no thread while it waits. One reader and one
/// writer at a time. Disposal ends a pending read or write with <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class DescriptorStream(SafeFileHandle handle) : Stream
{
    private readonly PolledDescriptor _descriptor = new(handle);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public SafeFileHandle Handle => _descriptor.Handle;

    /// <summary>How many bytes could be read now without waiting; 0 at the end too.</summary>
    public unsafe int BytesAvailable
    {
        get
        {
            var count = 0;
            return Libc.InputOutputControl(Handle, Libc.FIONREAD, &count) == 0 ? count : 0;
        }
    }

    /// <summary>
    /// Reads what is there now. Null: nothing is, and the writers are still there; 0: the end. May be called between two
    /// awaited reads, never during one.
    /// </summary>
    public unsafe int? TryRead(Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* bytes = buffer)
            {
                count = Libc.Read(Handle, bytes, (nuint)buffer.Length);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            switch (Libc.LastError)
            {
                case Errno.EAGAIN:
                    return null;
                case Errno.EINTR:
                    continue;
                case Errno.EIO:
                    return 0; // a terminal that no process has open any more
                default:
                    throw Libc.Failure("read");
            }
        }
    }

    /// <returns>The number of bytes read, at least one; 0 at the end (of a terminal: no process has it open).</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (TryRead(buffer.Span) is { } count)
            {
                return count;
            }

            await _descriptor.WaitReadableAsync(cancellationToken);
        }
    }

    /// <summary>Completes when all is written; <see cref="IOException"/> when nobody reads any more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var written = TryWrite(buffer.Span);
            buffer = buffer[written..];
            if (written == 0)
            {
                await _descriptor.WaitWritableAsync(cancellationToken);
            }
        }
    }

    /// <returns>How many bytes fitted; 0 when it would have to wait.</returns>
    public unsafe int TryWrite(ReadOnlySpan<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* bytes = buffer)
            {
                count = Libc.Write(Handle, bytes, (nuint)buffer.Length);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            switch (Libc.LastError)
            {
                case Errno.EAGAIN:
                    return 0;
                case Errno.EINTR:
                    continue;
                default:
                    throw Libc.Failure("write");
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A blocking read would hold a thread; use ReadAsync.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A blocking write would hold a thread; use WriteAsync.");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _descriptor.Dispose();
        }

        base.Dispose(disposing);
    }
}
