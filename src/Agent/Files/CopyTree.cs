using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>Copies what is at one place to another where nothing is.</summary>
/// <param name="top">Where the whole copy goes: met again below the source, it would be copied into itself without end.</param>
internal sealed unsafe class CopyTree(Place top)
{
    /// <summary>Directories open at once are twice as many.</summary>
    private const int MostDepth = 400;

    private const int BlockBytes = 1 << 30;

    private int _depth;
    private (ulong, ulong)? _topIdentity;

    public void Copy(Place source, FileStatus status, Place destination)
    {
        switch (status.Kind)
        {
            case FileKind.File:
                CopyContent(source, status, destination);
                break;
            case FileKind.Directory:
                CopyDirectory(source, status, destination);
                break;
            case FileKind.Link:
                var target = source.ReadLink() ?? throw source.Failure();
                Check(MakeLinkAt(target, destination.Directory, destination.Name), destination);
                SetTimes(destination, status);
                break;
            case FileKind.Pipe:
                Check(MakePipeAt(destination.Directory, destination.Name, status.Permissions & 0x1ff), destination);
                break;
            default:
                throw AgentException.Invalid("sourcePath", $"{source.Path} is a {status.Kind.ToText()} and cannot be copied");
        }
    }

    private void CopyDirectory(Place source, FileStatus status, Place destination)
    {
        if ((status.Device, status.Inode) == _topIdentity)
        {
            throw AgentException.Invalid("destinationPath", "lies inside the directory that is to be copied");
        }

        if (++_depth > MostDepth)
        {
            throw new AgentException(ErrorCode.FilesystemError, $"{source.Path} lies deeper than {MostDepth} directories.");
        }

        Check(MakeDirectoryAt(destination.Directory, destination.Name, 0x1c0), destination);
        using (var from = source.OpenDirectory())
        using (var to = destination.OpenDirectory())
        {
            if (destination == top && FileStatus.Of(to) is { } made)
            {
                _topIdentity = (made.Device, made.Inode);
            }

            foreach (var name in DirectoryReader.Read(from, source.Path.Value))
            {
                var child = source.Child(from, name);
                if (child.Status() is { } childStatus)
                {
                    Copy(child, childStatus, destination.Child(to, name));
                }
            }

            Check(ChangeMode(to, status.Permissions & 0x3ff), destination);
        }

        SetTimes(destination, status);
        _depth--;
    }

    private static void CopyContent(Place source, FileStatus status, Place destination)
    {
        // Not followed and not waited for, if it is no file any more.
        using var from = source.Open(O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
        var descriptor = OpenAt(destination.Directory, destination.Name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0x180);
        Check(descriptor, destination);
        using var to = new SafeFileHandle(descriptor, ownsHandle: true);
        for (var copied = 0L; ;)
        {
            var count = CopyRange(from, null, to, null, BlockBytes, 0);
            if (count == 0 && copied == 0)
            {
                CopyByHand(from, to, source, destination); // empty, or a file of /proc, which says that it is
                break;
            }

            if (count > 0)
            {
                copied += count;
            }
            else if (count == 0)
            {
                break;
            }
            else if (FileErrno.Last is FileErrno.EXDEV or FileErrno.EINVAL or FileErrno.EOPNOTSUPP or FileErrno.ENOSYS && copied == 0)
            {
                CopyByHand(from, to, source, destination);
                break;
            }
            else if (FileErrno.Last != FileErrno.EINTR)
            {
                throw destination.Failure();
            }
        }

        Check(ChangeMode(to, status.Permissions & 0x1ff), destination);
        SetTimes(destination, status);
    }

    private static void CopyByHand(SafeFileHandle from, SafeFileHandle to, Place source, Place destination)
    {
        Span<byte> buffer = new byte[256 * 1024];
        fixed (byte* start = buffer)
        {
            for (var offset = 0L; ;)
            {
                var count = ReadAt(from, start, (nuint)buffer.Length, offset);
                Check((int)count, source);
                if (count == 0)
                {
                    return;
                }

                offset += count;
                for (nint written = 0; written < count;)
                {
                    var more = Write(to, start + written, (nuint)(count - written));
                    Check((int)more, destination);
                    written += more;
                }
            }
        }
    }

    private static void SetTimes(Place place, FileStatus status)
    {
        var times = stackalloc TimeSpec[2];
        times[0] = times[1] = new()
        {
            Seconds = (long)Math.Floor(status.ModifiedNanoseconds / 1e9),
            Nanoseconds = ((status.ModifiedNanoseconds % 1_000_000_000) + 1_000_000_000) % 1_000_000_000,
        };
        Check(SetTimesAt(place.Directory, place.Name, times, AT_SYMLINK_NOFOLLOW), place);
    }

    private static void Check(int result, Place place)
    {
        if (result < 0)
        {
            throw place.Failure();
        }
    }
}
