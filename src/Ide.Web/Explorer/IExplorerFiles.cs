using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>The files of one sandbox, as one person may use them. What would write over something is refused with FILE_EXISTS.</summary>
public interface IExplorerFiles
{
    /// <summary>What is in a directory, hidden entries included.</summary>
    Task<ListFilesAnswer> ListAsync(SandboxPath directory, CancellationToken cancellationToken);

    /// <summary>Makes an empty file; refuses a path that is taken.</summary>
    Task CreateFileAsync(SandboxPath path, CancellationToken cancellationToken);

    /// <param name="withParents">Also makes the folders above it, and is content when it is there already.</param>
    Task CreateFolderAsync(SandboxPath path, bool withParents, CancellationToken cancellationToken);

    /// <summary>Gives a file or folder a new path.</summary>
    /// <param name="overwrite">Replaces a file that is there instead of refusing.</param>
    Task MoveAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Copies a file, or a folder with all in it.</summary>
    /// <inheritdoc cref="MoveAsync"/>
    Task CopyAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Deletes a file, or a folder with all in it.</summary>
    Task DeleteAsync(SandboxPath path, CancellationToken cancellationToken);
}
