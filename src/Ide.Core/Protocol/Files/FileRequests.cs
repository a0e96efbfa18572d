namespace Ide.Core.Protocol.Files;

/// <summary>Replaces or makes a file: all of it or nothing. Its directory must exist.</summary>
/// <param name="Encoding">Of <paramref name="Content"/>; UTF-8 when absent.</param>
public sealed record WriteFileRequest(SandboxPath Path, string Content, FileEncoding? Encoding = null);

/// <param name="Encoding">Absent: text where the bytes are valid UTF-8 without NUL, otherwise base64.</param>
public sealed record ReadFileRequest(SandboxPath Path, FileEncoding? Encoding = null);

/// <param name="Recursive">A directory is deleted only with it.</param>
public sealed record DeleteFileRequest(SandboxPath Path, bool Recursive = false);

/// <param name="Overwrite">False refuses an existing <paramref name="NewPath"/> instead of replacing it.</param>
public sealed record RenameFileRequest(SandboxPath OldPath, SandboxPath NewPath, bool Overwrite = true);

/// <summary>As a rename, and across file systems too.</summary>
/// <param name="Overwrite">False refuses an existing destination instead of replacing it.</param>
public sealed record MoveFileRequest(SandboxPath SourcePath, SandboxPath DestinationPath, bool Overwrite = true);

/// <summary>Copies a file, a link, or a directory with all in it.</summary>
/// <param name="Overwrite">False refuses an existing destination instead of replacing it; a directory is never replaced.</param>
public sealed record CopyFileRequest(SandboxPath SourcePath, SandboxPath DestinationPath, bool Overwrite = true);

/// <param name="Recursive">Also makes what is missing above it, and is content when it is there already.</param>
public sealed record MakeDirectoryRequest(SandboxPath Path, bool Recursive = false);

public sealed record FileExistsRequest(SandboxPath Path);

public sealed record ListFilesRequest(SandboxPath Path, ListFilesOptions? Options = null);

/// <param name="IncludeHidden">Also what begins with a dot.</param>
public sealed record ListFilesOptions(bool Recursive = false, bool IncludeHidden = false);

/// <param name="Everywhere">Also in the directories that tools fill with what nobody wrote, such as <c>.git</c> and <c>node_modules</c>.</param>
public sealed record ListPathsRequest(SandboxPath Path, bool Everywhere = false);
