using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>Deletes a file, a link, or, when asked to, a directory with all in it. A link's target stays.</summary>
internal static class DeleteFile
{
    public static FileChange Run(SandboxRoot root, DeleteFileRequest request)
    {
        using var rights = root.Act();
        using var place = root.Locate(request.Path);
        var path = place.RealPath(root);
        if (root.RemovableStatus(place).Kind != FileKind.Directory)
        {
            RemoveFile(place);
        }
        else if (request.Recursive)
        {
            RemoveTree.Run(place);
        }
        else
        {
            throw place.Failure(FileErrno.EISDIR);
        }

        return new(path.Value, FileChanges.Deleted);
    }

    public static void RemoveFile(Place place)
    {
        if (FileCalls.UnlinkAt(place.Directory, place.Name, 0) != 0)
        {
            throw place.Failure();
        }
    }
}
