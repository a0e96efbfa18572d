using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// A pipe with a name in a directory of the Agent's own. A program that is given <see cref="OpenPath"/> can open the
/// pipe anew, as <c>/proc/self/fd/N</c>, whenever it wants, and reaches nothing else through it: a descriptor of the
/// directory would lead out of its world by <c>..</c>.
/// </summary>
internal sealed class NamedPipe
{
    private const int PipeBytes = 1 << 20;

    private readonly string _path;

    /// <summary>Makes the pipe, for everybody who gets at it.</summary>
    public NamedPipe(string path)
    {
        _path = path;
        const uint everybody = 0x1B6; // rw-rw-rw-
        if (Libc.MakePipe(path, everybody) != 0 || Libc.ChangeMode(path, everybody) != 0)
        {
            throw Libc.Failure("mkfifo");
        }
    }

    /// <summary>A descriptor that names the pipe and is neither its reader nor its writer.</summary>
    public SafeFileHandle OpenPath() => Open(Libc.O_PATH);

    /// <summary>To read; never waits for a writer. Until the first writer has come a read finds the end.</summary>
    public SafeFileHandle OpenReader()
    {
        var reader = Open(Libc.O_NONBLOCK);
        // The kernel refuses past its limit for all pipes of a user; 64 KiB do as well.
        Libc.Control(reader, Libc.F_SETPIPE_SZ, PipeBytes);
        return reader;
    }

    /// <summary>To write, while there is a reader.</summary>
    public SafeFileHandle OpenWriter() => Open(Libc.O_NONBLOCK | Libc.O_WRONLY);

    /// <summary>To write, or null as long as nobody has opened the pipe to read.</summary>
    public SafeFileHandle? TryOpenWriter()
    {
        var descriptor = Libc.Open(_path, Libc.O_NONBLOCK | Libc.O_WRONLY | Libc.O_CLOEXEC);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, true)
            : Libc.LastError == Errno.ENXIO ? null
            : throw Libc.Failure("open");
    }

    /// <summary>Whether anybody has the other end of a pipe open for writing.</summary>
    public static unsafe bool HasWriter(SafeFileHandle reader)
    {
        var added = false;
        try
        {
            reader.DangerousAddRef(ref added);
            var poll = new Libc.PollEntry { Descriptor = (int)reader.DangerousGetHandle() };
            return Libc.Poll(&poll, 1, 0) == 0 || (poll.Returned & Libc.POLLHUP) == 0;
        }
        finally
        {
            if (added)
            {
                reader.DangerousRelease();
            }
        }
    }

    private SafeFileHandle Open(int flags)
    {
        var descriptor = Libc.Open(_path, flags | Libc.O_CLOEXEC);
        return descriptor < 0 ? throw Libc.Failure("open") : new SafeFileHandle(descriptor, true);
    }
}
