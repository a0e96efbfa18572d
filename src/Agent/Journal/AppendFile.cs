using Microsoft.Win32.SafeHandles;

namespace Agent.Journal;

/// <summary>
/// A file that only grows. One writer; any number of readers at positions of their own. It holds a descriptor while it is
/// written, and none afterwards: a reader then opens it for each read, so that a thousand finished runs hold none.
/// </summary>
internal sealed class AppendFile(string path, long length = 0) : IDisposable
{
    private readonly Lock _gate = new();
    private SafeFileHandle? _handle;
    private bool _isClosed;
    private long _length = length;

    public string Path => path;

    /// <summary>Bytes that are wholly written.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>A file as an earlier Agent left it; one that is not there is empty.</summary>
    public static AppendFile Existing(string path)
    {
        var file = new FileInfo(path);
        return new(path, file.Exists ? file.Length : 0);
    }

    /// <summary>Makes the file at the first append.</summary>
    /// <exception cref="IOException">Nothing was appended: the next try writes over what a failed one left.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        _handle ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(_handle, bytes, _length);
        Volatile.Write(ref _length, _length + bytes.Length);
    }

    /// <returns>How many bytes were read; 0 at the end, and of a file that has been dropped.</returns>
    public int Read(Span<byte> destination, long position)
    {
        lock (_gate)
        {
            if (_handle is { } open && !_isClosed)
            {
                return RandomAccess.Read(open, destination, position);
            }
        }

        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.Read(handle, destination, position);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Drops what follows a position. For repair, before the first append.</summary>
    public void Cut(long position)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(handle, position);
        _length = position;
    }

    /// <summary>Everything appended so far survives a loss of power. Does nothing once the file is closed.</summary>
    public void Sync()
    {
        SafeFileHandle handle;
        lock (_gate)
        {
            if (_isClosed || _handle is null)
            {
                return;
            }

            handle = _handle;
        }

        try
        {
            RandomAccess.FlushToDisk(handle);
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile, by one who synced before.
        }
    }

    /// <summary>Ends writing; reading goes on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _handle?.Dispose();
        }
    }
}
