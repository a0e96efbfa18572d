using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

internal static class FileKinds
{
    /// <summary>The kind as a sentence names it.</summary>
    public static string ToText(this FileKind kind) => kind switch
    {
        FileKind.File => "file",
        FileKind.Directory => "directory",
        FileKind.Link => "link",
        FileKind.Pipe => "pipe",
        FileKind.Socket => "socket",
        _ => "device",
    };

    public static FileType ToType(this FileKind kind) => kind switch
    {
        FileKind.File => FileType.File,
        FileKind.Directory => FileType.Directory,
        FileKind.Link => FileType.Symlink,
        _ => FileType.Other,
    };
}
