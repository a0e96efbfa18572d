using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>A name in an open directory. Holds the directory; nothing need be there under the name.</summary>
internal sealed class Place(SafeFileHandle directory, byte[] name, SandboxPath path) : IDisposable
{
    public Place(SafeFileHandle directory, string name, SandboxPath path)
        : this(directory, FileNames.Bytes(name), path)
    {
    }

    public SafeFileHandle Directory => directory;

    public byte[] Name => name;

    /// <summary>As the caller named it: for messages.</summary>
    public SandboxPath Path => path;

    /// <summary>The path without links before the name: for events.</summary>
    public SandboxPath RealPath(SandboxRoot root) => path.Value == "/" ? path : root.PathOf(directory).Child(FileNames.Text(name));

    /// <summary>What is there, a link itself and not its target; null when nothing is.</summary>
    public FileStatus? Status()
    {
        if (FileStatus.Of(directory, name) is { } status)
        {
            return status;
        }

        return FileErrno.Last == FileErrno.ENOENT ? null : throw Failure();
    }

    /// <summary>What is there; refuses when nothing is.</summary>
    public FileStatus ExistingStatus() => Status() ?? throw Failure(FileErrno.ENOENT);

    /// <summary>
    /// What is there, and may be taken away. What is mounted in the user's world looks like an ordinary directory from
    /// the Agent's, and removing it would succeed and tear the mount off.
    /// </summary>
    public FileStatus RemovableStatus()
    {
        var status = ExistingStatus();
        return status.IsMountRoot || path.Value == "/"
            ? throw new AgentException(ErrorCode.ResourceBusy, $"{path} is where a file system is mounted.")
            : status;
    }

    /// <summary>The link's target; null when there is no link.</summary>
    public byte[]? ReadLink() => FileNames.ReadLink(directory, name);

    /// <summary>Opens what is there, if it is a directory and no link, to be read or worked in.</summary>
    public SafeFileHandle OpenDirectory() => Open(O_RDONLY | O_DIRECTORY | O_NOFOLLOW);

    public SafeFileHandle Open(int flags)
    {
        var descriptor = OpenAt(directory, name, flags | O_CLOEXEC, 0);
        return descriptor < 0 ? throw Failure() : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>A name in the directory that is open here; shares nothing with this place but the path's text.</summary>
    public Place Child(SafeFileHandle opened, byte[] child) => new(opened, child, path.Child(FileNames.Text(child)));

    public AgentException Failure() => FileErrno.Failure(path.Value);

    public AgentException Failure(int errno) => FileErrno.Failure(errno, path.Value);

    public void Dispose() => directory.Dispose();
}
