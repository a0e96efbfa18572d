using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// A SOCK_SEQPACKET socket whose messages may carry descriptors. Sends may come from several callers; one receiver.
/// </summary>
internal sealed class PacketSocket(SafeFileHandle handle) : IDisposable
{
    private const int MostDescriptors = 64;

    private readonly PolledDescriptor _descriptor = new(handle);
    private readonly SemaphoreSlim _sending = new(1);

    /// <returns>False when the other side is gone.</returns>
    public async ValueTask<bool> SendAsync(
        ReadOnlyMemory<byte> message, IReadOnlyList<SafeFileHandle> descriptors, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            while (true)
            {
                switch (TrySend(message.Span, descriptors))
                {
                    case 0:
                        return true;
                    case Errno.EAGAIN:
                        await _descriptor.WaitWritableAsync(cancellationToken);
                        break;
                    case Errno.EINTR:
                        break;
                    case Errno.EPIPE or Errno.ECONNRESET:
                        return false;
                    case var errno:
                        throw new IOException($"sendmsg: {Errno.Describe(errno)}", errno);
                }
            }
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <returns>The message's length and the descriptor that came with it; 0 when the other side is gone.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(int Length, SafeFileHandle? Descriptor)> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryReceive(buffer.Span) is { } received)
            {
                return received;
            }

            await _descriptor.WaitReadableAsync(cancellationToken);
        }
    }

    public void Dispose() => _descriptor.Dispose();

    private unsafe int TrySend(ReadOnlySpan<byte> message, IReadOnlyList<SafeFileHandle> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Count, MostDescriptors);
        var control = stackalloc byte[sizeof(Libc.ControlHeader) + (MostDescriptors * sizeof(int))];
        var controlLength = sizeof(Libc.ControlHeader) + (descriptors.Count * sizeof(int));
        *(Libc.ControlHeader*)control = new()
        {
            Length = (nuint)controlLength,
            Level = Libc.SOL_SOCKET,
            Type = Libc.SCM_RIGHTS,
        };
        var numbers = (int*)(control + sizeof(Libc.ControlHeader));
        var held = 0;
        try
        {
            foreach (var descriptor in descriptors)
            {
                var added = false;
                descriptor.DangerousAddRef(ref added);
                numbers[held++] = (int)descriptor.DangerousGetHandle();
            }

            fixed (byte* bytes = message)
            {
                var part = new Libc.IoVector { Base = bytes, Length = (nuint)message.Length };
                var header = new Libc.MessageHeader
                {
                    Parts = &part,
                    PartCount = 1,
                    Control = held == 0 ? null : control,
                    ControlLength = held == 0 ? 0 : (nuint)((controlLength + 7) & ~7),
                };
                return Libc.SendMessage(_descriptor.Handle, &header, Libc.MSG_DONTWAIT | Libc.MSG_NOSIGNAL) < 0
                    ? Libc.LastError
                    : 0;
            }
        }
        finally
        {
            while (held > 0)
            {
                descriptors[--held].DangerousRelease();
            }
        }
    }

    private unsafe (int Length, SafeFileHandle? Descriptor)? TryReceive(Span<byte> buffer)
    {
        const int controlBytes = 64;
        var control = stackalloc byte[controlBytes];
        nint length;
        var header = default(Libc.MessageHeader);
        fixed (byte* bytes = buffer)
        {
            var part = new Libc.IoVector { Base = bytes, Length = (nuint)buffer.Length };
            header = new() { Parts = &part, PartCount = 1, Control = control, ControlLength = controlBytes };
            length = Libc.ReceiveMessage(_descriptor.Handle, &header, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
        }

        if (length < 0)
        {
            return Libc.LastError switch
            {
                Errno.EAGAIN or Errno.EINTR => null,
                Errno.ECONNRESET => (0, null),
                _ => throw Libc.Failure("recvmsg"),
            };
        }

        var descriptor = TakeDescriptor(control, (int)header.ControlLength);
        if ((header.Flags & (Libc.MSG_TRUNC | Libc.MSG_CTRUNC)) != 0)
        {
            descriptor?.Dispose();
            throw new IOException("A message of the launcher is longer than any should be.");
        }

        return ((int)length, descriptor);
    }

    /// <summary>The first descriptor; a peer that sends more than one keeps none of the others open here.</summary>
    private static unsafe SafeFileHandle? TakeDescriptor(byte* control, int length)
    {
        var header = (Libc.ControlHeader*)control;
        if (length < sizeof(Libc.ControlHeader) || header->Level != Libc.SOL_SOCKET || header->Type != Libc.SCM_RIGHTS)
        {
            return null;
        }

        var count = Math.Min((int)header->Length, length) - sizeof(Libc.ControlHeader);
        SafeFileHandle? first = null;
        foreach (var number in MemoryMarshal.Cast<byte, int>(new Span<byte>(header + 1, count)))
        {
            var handle = new SafeFileHandle(number, true);
            if (first is null)
            {
                first = handle;
            }
            else
            {
                handle.Dispose();
            }
        }

        return first;
    }
}
