using Agent.Native.FileSystem;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>An ordinary file that a walk came by, open for reading.</summary>
internal sealed unsafe class OpenedEntry : IDisposable
{
    private readonly SafeFileHandle _file;

    private OpenedEntry(SafeFileHandle file, FileStatus status) => (_file, Status) = (file, status);

    /// <summary>Of what was opened, which may be another than the walk saw.</summary>
    public FileStatus Status { get; }

    /// <returns>Null: it is gone, no file any more, or may not be read.</returns>
    public static OpenedEntry? TryOpen(SandboxRoot root, SafeFileHandle directory, byte[] name)
    {
        using var rights = root.Act();

        // Not followed and not waited for, if it is no file any more.
        var descriptor = OpenAt(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (FileStatus.Of(file) is { Kind: FileKind.File } status)
        {
            return new(file, status);
        }

        file.Dispose();
        return null;
    }

    /// <returns>How many bytes were read; 0 at the end, -1 when it failed.</returns>
    public int Read(Span<byte> buffer, long offset)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = ReadAt(_file, start, (nuint)buffer.Length, offset);
            }

            if (count >= 0 || FileErrno.Last != FileErrno.EINTR)
            {
                return (int)count;
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
