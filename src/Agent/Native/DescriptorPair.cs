using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>Two connected descriptors: one stays, the other goes to a child. Both close at exec.</summary>
internal static unsafe class DescriptorPair
{
    /// <summary>
    /// What F_SETPIPE_SZ asks for: as fast as 1 MiB, where 64 KiB halve the throughput. The kernel allows a user 64 MiB of
    /// pipes in all and past that makes new ones of a page or two, so more would be no kindness.
    /// </summary>
    private const int PipeBytes = 256 << 10;

    public static (SafeFileHandle Reader, SafeFileHandle Writer) Pipe(bool large)
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.O_CLOEXEC) != 0)
        {
            throw Libc.Failure("pipe2");
        }

        var (reader, writer) = (new SafeFileHandle(ends[0], true), new SafeFileHandle(ends[1], true));
        if (large)
        {
            // A refusal, past the limit, leaves the size as it is.
            Libc.Control(reader, Libc.F_SETPIPE_SZ, PipeBytes);
        }

        return (reader, writer);
    }

    public static (SafeFileHandle Ours, SafeFileHandle Theirs) PacketSocket()
    {
        var ends = stackalloc int[2];
        if (Libc.SocketPair(Libc.AF_UNIX, Libc.SOCK_SEQPACKET | Libc.SOCK_CLOEXEC, 0, ends) != 0)
        {
            throw Libc.Failure("socketpair");
        }

        return (new SafeFileHandle(ends[0], true), new SafeFileHandle(ends[1], true));
    }

    /// <summary>An anonymous file in memory with this content.</summary>
    public static SafeFileHandle MemoryFile(ReadOnlySpan<byte> content)
    {
        int descriptor;
        fixed (byte* name = "request\0"u8)
        {
            descriptor = Libc.MemoryFile(name, Libc.MFD_CLOEXEC);
        }

        if (descriptor < 0)
        {
            throw Libc.Failure("memfd_create");
        }

        var file = new SafeFileHandle(descriptor, true);
        while (!content.IsEmpty)
        {
            fixed (byte* bytes = content)
            {
                var count = Libc.Write(file, bytes, (nuint)content.Length);
                if (count <= 0)
                {
                    file.Dispose();
                    throw Libc.Failure("write");
                }

                content = content[(int)count..];
            }
        }

        return file;
    }
}
