using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// A file's new content on its way: written without a name where the file system can, and put in place as a whole, or
/// gone. Nobody sees half of it, also when the disk fills up or the Agent dies on the way.
/// </summary>
internal sealed unsafe class NewFile : IDisposable
{
    private const uint DefaultMode = 0x1a4; // 0644

    private readonly SandboxRoot _root;
    private readonly Place _place;
    private readonly SafeFileHandle _file;
    private byte[]? _temporary;

    /// <param name="place">Where it shall be; stays the caller's.</param>
    public NewFile(SandboxRoot root, Place place)
    {
        (_root, _place) = (root, place);
        using var rights = root.Act();
        var descriptor = OpenAt(place.Directory, [(byte)'.', 0], O_TMPFILE | O_RDWR | O_CLOEXEC, DefaultMode);
        if (descriptor < 0 && FileErrno.Last is FileErrno.EOPNOTSUPP or FileErrno.EISDIR or FileErrno.EINVAL)
        {
            _temporary = TemporaryFiles.NewName();
            descriptor = OpenAt(place.Directory, _temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, DefaultMode);
        }

        _file = descriptor < 0 ? throw place.Failure() : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public SafeFileHandle Handle => _file;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint count;
            fixed (byte* start = bytes)
            {
                count = Write(_file, start, (nuint)bytes.Length);
            }

            if (count >= 0)
            {
                bytes = bytes[(int)count..];
            }
            else if (FileErrno.Last != FileErrno.EINTR)
            {
                throw _place.Failure();
            }
        }
    }

    /// <summary>Puts the content in place.</summary>
    /// <param name="condition">What must hold of what is there now. Nobody else writes through the Agent meanwhile.</param>
    public WrittenFile Commit(WriteCondition condition)
    {
        lock (CommitLocks.For(_place))
        {
            using var rights = _root.Act();
            var old = _place.Status();
            Check(old, condition);
            Finish(old);
            PutInPlace(isThere: old is not null, condition.MustBeNew);
            var written = FileStatus.Of(_file) ?? throw _place.Failure();
            return new(_place.RealPath(_root), written, Replaced: old is not null);
        }
    }

    public void Dispose()
    {
        if (_temporary is not null)
        {
            using var rights = _root.Act();
            _ = UnlinkAt(_place.Directory, _temporary, 0);
        }

        _file.Dispose();
    }

    private void Check(FileStatus? old, WriteCondition condition)
    {
        switch (old?.Kind)
        {
            case null or FileKind.File:
                break;
            case FileKind.Directory:
                throw _place.Failure(FileErrno.EISDIR);
            default:
                throw AgentException.Invalid("path", $"{_place.Path} is a {old.Value.Kind.ToText()}, not a file");
        }

        condition.Check(_place, old);
        if (old is not null && !MayAccess(_place.Directory, _place.Name, W_OK))
        {
            throw _place.Failure(FileErrno.EACCES);
        }
    }

    /// <summary>
    /// The old file's mode, and a modification time to the nanosecond: the kernel's own may stand still for a tick, and
    /// the content's name (<see cref="FileStatus.ETag"/>) is made of it.
    /// </summary>
    private void Finish(FileStatus? old)
    {
        if (ChangeMode(_file, old is { } status ? status.Permissions & 0x1ff : DefaultMode) != 0)
        {
            throw _place.Failure();
        }

        var now = DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch;
        var times = stackalloc TimeSpec[2];
        times[0] = times[1] = new() { Seconds = (long)now.TotalSeconds, Nanoseconds = now.Ticks % TimeSpan.TicksPerSecond * 100 };
        if (SetTimes(_file, times) != 0)
        {
            throw _place.Failure();
        }
    }

    private void PutInPlace(bool isThere, bool mustBeNew)
    {
        if (_temporary is null)
        {
            if (!isThere && LinkAt(AT_FDCWD, FileNames.OfDescriptor(_file), _place.Directory, _place.Name, AT_SYMLINK_FOLLOW) == 0)
            {
                return; // a new file that who watches the directory sees created
            }

            if (!isThere && (mustBeNew || FileErrno.Last != FileErrno.EEXIST))
            {
                throw _place.Failure();
            }

            // A file without a name gets one only where none is, so to replace takes a name in between.
            var name = TemporaryFiles.NewName();
            if (LinkAt(AT_FDCWD, FileNames.OfDescriptor(_file), _place.Directory, name, AT_SYMLINK_FOLLOW) != 0)
            {
                throw _place.Failure();
            }

            _temporary = name;
        }

        if (RenameAt(_place.Directory, _temporary, _place.Directory, _place.Name, mustBeNew ? RENAME_NOREPLACE : 0) != 0)
        {
            throw _place.Failure();
        }

        _temporary = null;
    }
}
