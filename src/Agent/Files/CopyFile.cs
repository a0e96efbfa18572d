using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// Copies a file, a link as a link, or a directory with all in it, with modes and times. The copy is made under another
/// name and renamed: it is there as a whole or not at all.
/// </summary>
internal static class CopyFile
{
    public static FileChange Run(SandboxRoot root, CopyFileRequest request)
    {
        using var rights = root.Act();
        using var source = root.Locate(request.SourcePath);
        using var destination = root.Locate(request.DestinationPath);
        return Run(root, source, destination, request.Overwrite);
    }

    public static FileChange Run(SandboxRoot root, Place source, Place destination, bool overwrite)
    {
        var status = source.ExistingStatus();
        var replaced = destination.Status();
        Check(status, replaced, destination, overwrite);

        var copy = new Place(destination.Directory, TemporaryFiles.NewName(), destination.Path);
        try
        {
            new CopyTree(copy).Copy(source, status, copy);
            var flags = overwrite && replaced is not null ? 0 : RENAME_NOREPLACE;
            if (RenameAt(copy.Directory, copy.Name, destination.Directory, destination.Name, flags) != 0)
            {
                throw destination.Failure();
            }
        }
        catch
        {
            Discard(copy);
            throw;
        }

        return new(destination.RealPath(root).Value, replaced is null ? FileChanges.Created : FileChanges.Modified);
    }

    private static void Check(FileStatus source, FileStatus? replaced, Place destination, bool overwrite)
    {
        if (replaced is not { } present)
        {
            return;
        }

        if (!overwrite)
        {
            throw destination.Failure(FileErrno.EEXIST);
        }

        if (present.Kind == FileKind.Directory)
        {
            throw destination.Failure(source.Kind == FileKind.Directory ? FileErrno.EEXIST : FileErrno.EISDIR);
        }

        if (source.Kind == FileKind.Directory)
        {
            throw destination.Failure(FileErrno.ENOTDIR);
        }

        if (present.Inode == source.Inode && present.Device == source.Device)
        {
            throw AgentException.Invalid("destinationPath", "names the file that is to be copied");
        }
    }

    private static void Discard(Place copy)
    {
        try
        {
            switch (copy.Status()?.Kind)
            {
                case null:
                    break;
                case FileKind.Directory:
                    RemoveTree.Run(copy);
                    break;
                default:
                    DeleteFile.RemoveFile(copy);
                    break;
            }
        }
        catch (AgentException)
        {
            // What made the copy fail is what the caller is told.
        }
    }
}
