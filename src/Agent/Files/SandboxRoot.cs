using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// The <c>/</c> that the user's programs see, as an open descriptor: every path is resolved by the kernel below it, so
/// that a link means here what it means there and none leads out, whatever is renamed meanwhile. The Agent's own file
/// system has no part in it.
/// </summary>
/// <param name="root">A directory opened with O_PATH; owned.</param>
/// <param name="user">See <see cref="FileUser"/>.</param>
/// <param name="home">The user's home, which stays; null: there is none.</param>
internal sealed class SandboxRoot(SafeFileHandle root, FileUser? user = null, SandboxPath? home = null) : IDisposable
{
    /// <summary>The kernel asks for another try when something was renamed while it resolved a <c>..</c>.</summary>
    private const int MostTries = 64;

    /// <summary>As many as the kernel itself follows.</summary>
    private const int MostLinks = 40;

    /// <summary>What sessions, contexts and terminals start in, and relative paths begin at.</summary>
    private readonly SandboxPath[] _lasting = [SandboxPath.Workspace, new SandboxPath().Child("tmp"), home ?? SandboxPath.Workspace];

    private readonly string _prefix = FileNames.PathOf(root).TrimEnd('/');

    /// <summary>Takes the user's rights; every call below is made inside it.</summary>
    public FileUser.Scope Act() => FileUser.Assume(user);

    /// <summary>The sandbox as a directory of this process's own file system: for tests and for containers.</summary>
    public static SandboxRoot Open(string directory, FileUser? user = null, SandboxPath? home = null)
    {
        var descriptor = FileCalls.Open(FileNames.Bytes(directory), O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
        return descriptor < 0
            ? throw FileErrno.Failure(directory)
            : new(new SafeFileHandle(descriptor, ownsHandle: true), user, home);
    }

    /// <summary>Opens a path, following links. With O_PATH nothing happens to the file, whatever it is.</summary>
    public SafeFileHandle Open(SandboxPath path, int flags) =>
        TryOpen(path, flags) ?? throw FileErrno.Failure(path.Value);

    /// <summary>Null: the call failed, see <see cref="FileErrno.Last"/>.</summary>
    public SafeFileHandle? TryOpen(SandboxPath path, int flags)
    {
        var how = new OpenHow
        {
            Flags = (uint)(flags | O_CLOEXEC),
            Resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
        };
        var bytes = FileNames.Bytes(path.Value);
        for (var i = 0; i < MostTries; i++)
        {
            var descriptor = OpenAt2(root, bytes, how);
            if (descriptor >= 0)
            {
                return new SafeFileHandle(descriptor, ownsHandle: true);
            }

            if (FileErrno.Last is not (FileErrno.EAGAIN or FileErrno.EINTR))
            {
                break;
            }
        }

        return null;
    }

    public SafeFileHandle OpenDirectory(SandboxPath path) => Open(path, O_PATH | O_DIRECTORY);

    /// <summary>
    /// The place that a path names, its last segment not followed. The directory is pinned: what happens to its own name
    /// meanwhile does not matter.
    /// </summary>
    public Place Locate(SandboxPath path)
    {
        if (path.Name == "..")
        {
            using var directory = OpenDirectory(path);
            path = PathOf(directory);
        }

        return new Place(OpenDirectory(path.Parent), path.Name.Length == 0 ? "." : path.Name, path);
    }

    /// <summary>The place to write at: as an editor does, through a link to what it points to, there already or not.</summary>
    public Place LocateTarget(SandboxPath path)
    {
        for (var i = 0; i < MostLinks; i++)
        {
            var place = Locate(path);
            if (place.ReadLink() is not { } target)
            {
                return place;
            }

            place.Dispose();
            path = place.Path.Parent.Resolve(FileNames.Text(target));
        }

        throw FileErrno.Failure(FileErrno.ELOOP, path.Value);
    }

    /// <summary>Where an open file or directory is, as the user's programs name it.</summary>
    public SandboxPath PathOf(SafeFileHandle file)
    {
        var path = FileNames.PathOf(file);
        return new SandboxPath().Resolve(path.StartsWith(_prefix, StringComparison.Ordinal) ? path[_prefix.Length..] : path);
    }

    /// <summary>What is there, and may be taken away or be given another name, with all that is in it.</summary>
    public FileStatus RemovableStatus(Place place)
    {
        var status = place.RemovableStatus();
        var path = place.RealPath(this).Value;
        return _lasting.Any(lasting => lasting.Value == path || lasting.Value.StartsWith(path + "/", StringComparison.Ordinal))
            ? throw new AgentException(ErrorCode.ResourceBusy, $"{place.Path} is where the sandbox works; empty it instead.")
            : status;
    }

    public void Dispose() => root.Dispose();
}
