using Agent.Native.FileSystem;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// Removes a directory with all in it, each step by a name in an open directory: no link that is put in the way meanwhile
/// leads out of the tree. What is mounted in it stays and is told.
/// </summary>
internal static class RemoveTree
{
    /// <summary>
    /// Directories open at once. What lies deeper is first moved up beside the tree, so no depth exhausts descriptors or
    /// stack.
    /// </summary>
    private const int MostDepth = 256;

    public static void Run(Place place)
    {
        var waiting = new Stack<byte[]>([place.Name]);
        while (waiting.TryPeek(out var name))
        {
            var count = waiting.Count;
            var top = new Place(place.Directory, name, place.Path);
            Empty(top, place, waiting, depth: 0);
            if (waiting.Count == count)
            {
                Remove(top);
                waiting.Pop();
            }
        }
    }

    private static void Empty(Place tree, Place beside, Stack<byte[]> waiting, int depth)
    {
        using var directory = tree.OpenDirectory();
        foreach (var name in DirectoryReader.Read(directory, tree.Path.Value))
        {
            var child = tree.Child(directory, name);
            if (child.Status() is not { } status)
            {
                continue; // somebody else removed it
            }

            if (child.RemovableStatus().Kind != FileKind.Directory)
            {
                if (UnlinkAt(directory, name, 0) != 0 && FileErrno.Last != FileErrno.ENOENT)
                {
                    throw child.Failure();
                }
            }
            else if (depth < MostDepth)
            {
                Empty(child, beside, waiting, depth + 1);
                Remove(child);
            }
            else
            {
                var moved = TemporaryFiles.NewName();
                if (RenameAt(directory, name, beside.Directory, moved, RENAME_NOREPLACE) != 0)
                {
                    throw child.Failure();
                }

                waiting.Push(moved);
            }
        }
    }

    private static void Remove(Place directory)
    {
        if (UnlinkAt(directory.Directory, directory.Name, AT_REMOVEDIR) != 0 && FileErrno.Last != FileErrno.ENOENT)
        {
            throw directory.Failure();
        }
    }
}
