namespace Agent.Journal;

/// <summary>
/// An append-only file of records, each with its length and checksum. One writer; any number of readers, each at a
/// position of its own, who see a record only once it is wholly written.
/// </summary>
internal sealed class RecordFile(AppendFile file) : IDisposable
{
    public string Path => file.Path;

    /// <summary>Bytes of whole records; the position of the next one.</summary>
    public long Length => file.Length;

    public static RecordFile Create(string path) => new(new(path));

    /// <summary>A file that is complete: its end is trusted, its records are checked as they are read.</summary>
    public static RecordFile Existing(string path) => new(AppendFile.Existing(path));

    /// <summary>
    /// Opens a file as an earlier Agent left it. What follows the last good record, torn by a crash or not ours at all, is
    /// cut off: nobody can have seen it, since a record is sent only after it is wholly written.
    /// </summary>
    /// <param name="visit">Called for each record, with its position and payload.</param>
    public static RecordFile Repair(string path, Action<long, ReadOnlySpan<byte>>? visit = null)
    {
        var file = AppendFile.Existing(path);
        var records = new RecordFile(file);
        using var reader = new RecordReader(records, 0);
        var position = 0L;
        while (reader.TryRead(out var payload))
        {
            visit?.Invoke(position, payload);
            position = reader.Position;
        }

        if (position < file.Length)
        {
            file.Cut(position);
        }

        return records;
    }

    /// <exception cref="IOException">Nothing was appended: the next try writes over what a failed one left.</exception>
    public void Append(RecordBuffer record) => file.Append(record.Seal());

    public int Read(Span<byte> destination, long position) => file.Read(destination, position);

    /// <inheritdoc cref="AppendFile.Sync"/>
    public void Sync() => file.Sync();

    /// <inheritdoc cref="AppendFile.Dispose"/>
    public void Dispose() => file.Dispose();
}
