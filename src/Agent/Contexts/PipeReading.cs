using Agent.Native;

namespace Agent.Contexts;

/// <summary>Reads from a pipe what is there now.</summary>
internal static class PipeReading
{
    /// <returns>How many bytes; 0 at the end; null when there is nothing now and the writers are still there.</returns>
    public static unsafe int? TryRead(PolledDescriptor pipe, Span<byte> buffer)
    {
        while (true)
        {
            nint count;
            fixed (byte* bytes = buffer)
            {
                count = Libc.Read(pipe.Handle, bytes, (nuint)buffer.Length);
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
                default:
                    throw Libc.Failure("read");
            }
        }
    }
}
