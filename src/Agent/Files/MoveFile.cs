using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>
/// Renames, and between file systems copies and then deletes: the destination is there as a whole before the source goes.
/// </summary>
internal static class MoveFile
{
    public static IReadOnlyList<FileChange> Run(SandboxRoot root, MoveFileRequest request)
    {
        using var rights = root.Act();
        using var source = root.Locate(request.SourcePath);
        using var destination = root.Locate(request.DestinationPath);
        var status = root.RemovableStatus(source);
        if (RenameFile.TryRun(root, source, destination, request.Overwrite) is { } changes)
        {
            return changes;
        }

        if (FileErrno.Last != FileErrno.EXDEV)
        {
            throw destination.Failure();
        }

        var copied = CopyFile.Run(root, source, destination, request.Overwrite);
        var oldPath = source.RealPath(root);
        if (status.Kind == FileKind.Directory)
        {
            RemoveTree.Run(source);
        }
        else
        {
            DeleteFile.RemoveFile(source);
        }

        return [new(oldPath.Value, FileChanges.Deleted), copied];
    }
}
