using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// An ordinary file, open for reading. Reading never waits for anybody: a pipe, a socket or a device is refused before it
/// is opened, and what pretends to be a file (in /proc) is read without blocking.
/// </summary>
internal sealed unsafe class FileContent : IDisposable
{
    private readonly SafeFileHandle _file;

    private FileContent(SandboxPath path, SafeFileHandle file, FileStatus status) =>
        (Path, _file, Status) = (path, file, status);

    public SandboxPath Path { get; }

    /// <summary>When it was opened.</summary>
    public FileStatus Status { get; }

    public static FileContent Open(SandboxRoot root, SandboxPath path)
    {
        using var rights = root.Act();

        // First without touching it, then, once it is known to be a file, that very file again.
        using var found = root.Open(path, O_PATH);
        var status = FileStatus.Of(found) ?? throw FileErrno.Failure(path.Value);
        if (status.Kind == FileKind.Directory)
        {
            throw FileErrno.Failure(FileErrno.EISDIR, path.Value);
        }

        if (status.Kind != FileKind.File)
        {
            throw AgentException.Invalid("path", $"{path} is a {status.Kind.ToText()}, not a file");
        }

        var descriptor = FileCalls.Open(FileNames.OfDescriptor(found), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
        return descriptor < 0
            ? throw FileErrno.Failure(path.Value)
            : new(path, new SafeFileHandle(descriptor, ownsHandle: true), status);
    }

    /// <returns>How many bytes were read; 0 at the end.</returns>
    public int Read(Span<byte> buffer, long offset)
    {
        while (true)
        {
            nint count;
            fixed (byte* start = buffer)
            {
                count = ReadAt(_file, start, (nuint)buffer.Length, offset);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            if (FileErrno.Last != FileErrno.EINTR)
            {
                throw FileErrno.Failure(Path.Value);
            }
        }
    }

    /// <summary>
    /// All of it. The size that the file says is only where to begin: files in /proc say 0, and others grow.
    /// </summary>
    /// <exception cref="AgentException">There is more than <paramref name="most"/> bytes.</exception>
    public ReadOnlyMemory<byte> ReadAll(int most)
    {
        RefuseLarger(Status.Size, most);

        // One byte more than it says tells that it has not grown, without growing the buffer.
        var bytes = new byte[Math.Max(Status.Size + 1, 4096)];
        var length = 0;
        while (Read(bytes.AsSpan(length), length) is > 0 and var count)
        {
            length += count;
            RefuseLarger(length, most);

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, most + 1));
            }
        }

        return bytes.AsMemory(0, length);
    }

    /// <exception cref="AgentException">FILE_TOO_LARGE.</exception>
    public void RefuseLarger(long size, int most)
    {
        if (size > most)
        {
            throw new AgentException(
                ErrorCode.FileTooLarge,
                $"{Path} is larger than the {most >> 20} MiB that fit an answer in JSON; GET /api/files/raw has any size.",
                new() { ["size"] = Status.Size, ["maximum"] = most });
        }
    }

    public void Dispose() => _file.Dispose();
}
