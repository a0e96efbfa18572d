using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>A change was made.</summary>
public sealed record FileChangedAnswer(bool Success, SandboxPath Path, DateTimeOffset Timestamp);

/// <summary>A file has a new place.</summary>
public sealed record FileMovedAnswer(bool Success, SandboxPath Path, SandboxPath NewPath, DateTimeOffset Timestamp);

/// <param name="Encoding">Of <paramref name="Content"/>: base64 whenever the bytes are not valid UTF-8, asked for or not.</param>
/// <param name="Size">Of the file, in bytes.</param>
public sealed record ReadFileAnswer(
    bool Success,
    SandboxPath Path,
    string Content,
    FileEncoding Encoding,
    bool IsBinary,
    string MimeType,
    long Size,
    DateTimeOffset Timestamp);

public sealed record FileExistsAnswer(bool Success, SandboxPath Path, bool Exists, DateTimeOffset Timestamp);

/// <param name="Truncated">There is more than <see cref="ListFilesAnswer.MostEntries"/>; what is here is whole directories first.</param>
public sealed record ListFilesAnswer(
    bool Success,
    SandboxPath Path,
    IReadOnlyList<FileEntry> Files,
    int Count,
    bool Truncated,
    DateTimeOffset Timestamp)
{
    /// <summary>The most entries of one answer: about 5 MB of JSON.</summary>
    public const int MostEntries = 20_000;
}

/// <param name="Paths">Of the files of the whole tree, hidden ones too, relative to <paramref name="Path"/>; those that lie nearest first.</param>
/// <param name="Truncated">There is more than <see cref="MostPaths"/>.</param>
public sealed record ListPathsAnswer(
    bool Success,
    SandboxPath Path,
    IReadOnlyList<string> Paths,
    int Count,
    bool Truncated,
    DateTimeOffset Timestamp)
{
    /// <summary>The most paths of one answer: about 10 MB of JSON.</summary>
    public const int MostPaths = 200_000;
}

[JsonConverter(typeof(NamedEnumConverter<FileType>))]
public enum FileType
{
    [JsonStringEnumMemberName("file")]
    File,

    [JsonStringEnumMemberName("directory")]
    Directory,

    [JsonStringEnumMemberName("symlink")]
    Symlink,

    /// <summary>A pipe, a socket or a device.</summary>
    [JsonStringEnumMemberName("other")]
    Other,
}

/// <param name="RelativePath">Relative to the listed directory.</param>
/// <param name="Size">In bytes; of a link, the length of its target.</param>
/// <param name="Mode">As <c>ls</c> shows it, for example <c>rwxr-xr-x</c>.</param>
public sealed record FileEntry(
    string Name,
    string AbsolutePath,
    string RelativePath,
    FileType Type,
    long Size,
    DateTimeOffset ModifiedAt,
    string Mode,
    FilePermissions Permissions);

/// <summary>What the user may do with the file itself.</summary>
public sealed record FilePermissions(bool Readable, bool Writable, bool Executable);

/// <param name="ETag">Changes with every change of the content; for <c>If-Match</c>.</param>
public sealed record RawFileWritten(bool Success, SandboxPath Path, long Size, string ETag, DateTimeOffset Timestamp);
