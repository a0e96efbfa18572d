using System.Runtime.InteropServices;
using Ide.Core.Protocol.Errors;
using Microsoft.Win32.SafeHandles;

namespace Ide.Core.Sandboxes;

/// <summary>Replaces small files so that a crash at any moment leaves either the old content or the new one, never a part.</summary>
public static partial class AtomicFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes, syncs, renames over the old file, and syncs the directory. The file is the owner's alone (0600).</summary>
    /// <param name="path">The file. Its directory is there.</param>
    /// <param name="content">All that it is to hold.</param>
    /// <param name="lasting">False: no sync, so that a loss of power may leave anything; a crash of the server still may not.</param>
    /// <exception cref="AgentException">The disk is full; the old content stands.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool lasting = true)
    {
        var directory = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
                BufferSize = 0,
            };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: lasting);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure)
        {
            File.Delete(temporary);
            if (FullDisk.Is(failure))
            {
                throw FullDisk.Refusal(failure);
            }

            throw;
        }

        if (lasting)
        {
            SyncDirectory(directory);
        }
    }

    /// <summary>The same beside other work: a sync waits for the disk.</summary>
    /// <exception cref="AgentException">The disk is full; the old content stands.</exception>
    public static Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken, bool lasting = true) =>
        Task.Run(() => Write(path, content.Span, lasting), cancellationToken);

    /// <summary>Removes a file so that a loss of power does not bring it back. One that is not there is no failure.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the directory's entries survive a power loss; a file's own sync does not cover its name.</summary>
    public static void SyncDirectory(string directory)
    {
        using var handle = new SafeFileHandle(Open(directory, ReadOnlyDirectory), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle) != 0)
        {
            throw new IOException($"The directory {directory} could not be synced (errno {Marshal.GetLastPInvokeError()}).");
        }
    }

    /// <summary>O_RDONLY | O_DIRECTORY | O_CLOEXEC.</summary>
    private const int ReadOnlyDirectory = 0x90000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle handle);
}
