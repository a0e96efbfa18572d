using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>Gives a file, a link or a directory another name in the same file system, in one step.</summary>
internal static class RenameFile
{
    public static IReadOnlyList<FileChange> Run(SandboxRoot root, RenameFileRequest request)
    {
        using var rights = root.Act();
        using var source = root.Locate(request.OldPath);
        using var destination = root.Locate(request.NewPath);
        root.RemovableStatus(source);
        return TryRun(root, source, destination, request.Overwrite) ?? throw (FileErrno.Last == FileErrno.EXDEV
            ? AgentException.Invalid("newPath", $"{request.NewPath} is in another file system than {request.OldPath}; move it instead")
            : destination.Failure());
    }

    /// <returns>Null: the call failed, see <see cref="FileErrno.Last"/>.</returns>
    public static IReadOnlyList<FileChange>? TryRun(SandboxRoot root, Place source, Place destination, bool overwrite)
    {
        var replaced = destination.Status();
        if (replaced is { Kind: FileKind.Directory } or { IsMountRoot: true })
        {
            root.RemovableStatus(destination);
        }

        var (oldPath, newPath) = (source.RealPath(root), destination.RealPath(root));
        var flags = overwrite ? 0 : FileCalls.RENAME_NOREPLACE;
        return FileCalls.RenameAt(source.Directory, source.Name, destination.Directory, destination.Name, flags) == 0
            ? Changes(oldPath, newPath, replaced is not null)
            : null;
    }

    public static IReadOnlyList<FileChange> Changes(SandboxPath oldPath, SandboxPath newPath, bool replaced) =>
        oldPath == newPath ? [] :
        [
            new(oldPath.Value, FileChanges.Deleted),
            new(newPath.Value, replaced ? FileChanges.Modified : FileChanges.Created),
        ];
}
