using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// What is in a directory: breadth first, so that a cut list has whole directories near the top, each sorted by name.
/// Links are shown and not followed.
/// </summary>
internal static class ListFiles
{
    public static ListFilesAnswer Run(SandboxRoot root, ListFilesRequest request, DateTimeOffset now)
    {
        var options = request.Options ?? new();
        var files = new List<FileEntry>();
        using var rights = root.Act();
        using var top = root.Open(request.Path, O_RDONLY | O_DIRECTORY);

        var waiting = new Queue<string>([""]);
        var truncated = false;
        while (!truncated && waiting.TryDequeue(out var relative))
        {
            using var directory = relative.Length == 0 ? null : Reopen(top, relative);
            if (directory is null && relative.Length > 0)
            {
                continue; // gone, or not for this user, since its entry was read: the entry itself is listed
            }

            foreach (var entry in Entries(directory ?? top, request.Path, relative, options))
            {
                truncated = files.Count == ListFilesAnswer.MostEntries;
                if (truncated)
                {
                    break;
                }

                files.Add(entry);
                if (options.Recursive && entry.Type == FileType.Directory)
                {
                    waiting.Enqueue(entry.RelativePath);
                }
            }
        }

        return new(true, request.Path, files, files.Count, truncated, now);
    }

    private static IEnumerable<FileEntry> Entries(SafeFileHandle directory, SandboxPath top, string relative, ListFilesOptions options)
    {
        // Also of one directory no more is read than is told, and one name to know that there is more.
        return DirectoryReader.Read(directory, top.Value, (2 * ListFilesAnswer.MostEntries) + 1)
            .Select(static name => (Name: name, Text: FileNames.Text(name)))
            .Where(name => (options.IncludeHidden || !name.Text.StartsWith('.')) && !TemporaryFiles.IsTemporary(name.Text))
            .OrderBy(static name => name.Text, StringComparer.Ordinal)
            .Select(name => EntryOf(directory, name.Name, name.Text, top, relative))
            .OfType<FileEntry>();
    }

    private static FileEntry? EntryOf(SafeFileHandle directory, byte[] name, string text, SandboxPath top, string relative)
    {
        if (FileStatus.Of(directory, name) is not { } status)
        {
            return null; // gone since its name was read
        }

        var path = relative.Length == 0 ? text : $"{relative}/{text}";
        return new(
            text,
            top.Resolve(path).Value,
            path,
            status.Kind.ToType(),
            status.Size,
            status.ModifiedAt,
            status.ModeText,
            new(MayAccess(directory, name, R_OK), MayAccess(directory, name, W_OK), MayAccess(directory, name, X_OK)));
    }

    private static SafeFileHandle? Reopen(SafeFileHandle top, string relative)
    {
        var how = new OpenHow { Flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC, Resolve = RESOLVE_NO_SYMLINKS };
        var descriptor = OpenAt2(top, FileNames.Bytes(relative), how);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
