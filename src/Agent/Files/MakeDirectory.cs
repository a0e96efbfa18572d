using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>Makes a directory, and, when asked to, those above it.</summary>
internal static class MakeDirectory
{
    private const uint Mode = 0x1ed; // 0755

    public static IReadOnlyList<FileChange> Run(SandboxRoot root, MakeDirectoryRequest request)
    {
        using var rights = root.Act();
        var changes = new List<FileChange>();
        if (request.Recursive)
        {
            MakeAll(root, request.Path, changes);
        }
        else
        {
            changes.Add(MakeOne(root, request.Path) ?? throw FileErrno.Failure(FileErrno.EEXIST, request.Path.Value));
        }

        return changes;
    }

    private static void MakeAll(SandboxRoot root, SandboxPath path, List<FileChange> changes)
    {
        // From the longest part that is there, downwards.
        var missing = new Stack<SandboxPath>();
        for (; path.Value != "/" && root.TryOpen(path, O_PATH | O_DIRECTORY) is var found; path = path.Parent)
        {
            if (found is not null)
            {
                found.Dispose();
                break;
            }

            if (FileErrno.Last != FileErrno.ENOENT)
            {
                throw FileErrno.Failure(path.Value);
            }

            missing.Push(path);
        }

        while (missing.TryPop(out var next))
        {
            if (MakeOne(root, next) is { } made)
            {
                changes.Add(made);
            }
        }
    }

    /// <returns>Null: something is there already.</returns>
    private static FileChange? MakeOne(SandboxRoot root, SandboxPath path)
    {
        using var place = root.Locate(path);
        if (MakeDirectoryAt(place.Directory, place.Name, Mode) != 0)
        {
            return FileErrno.Last == FileErrno.EEXIST ? null : throw place.Failure();
        }

        // What the Agent's own umask took away.
        return ChangeModeAt(place.Directory, place.Name, Mode, 0) == 0
            ? new(place.RealPath(root).Value, FileChanges.Created)
            : throw place.Failure();
    }
}
