using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>
/// What one actor changed and nobody was told yet, a path once. Too much to tell becomes one <c>overflow</c> of the
/// directory that holds it all.
/// </summary>
internal sealed class PendingChanges
{
    /// <summary>Of one event.</summary>
    private const int MostChanges = 256;

    /// <summary>Of one event as JSON: a record of the journal holds 64 KiB.</summary>
    private const int MostBytes = 40 * 1024;

    private readonly Dictionary<string, string> _changes = [];
    private string? _overflow;
    private int _bytes;

    public bool IsEmpty => _changes.Count == 0 && _overflow is null;

    public void Add(FileChange change)
    {
        if (_overflow is not null || change.Change == FileChanges.Overflow)
        {
            Overflow(change.Change == FileChanges.Overflow ? change.Path : DirectoryOf(change.Path));
            return;
        }

        var had = _changes.TryGetValue(change.Path, out var earlier);
        if (Merge(earlier, change.Change) is { } merged)
        {
            _changes[change.Path] = merged;
            _bytes += had ? 0 : BytesOf(change.Path);
        }
        else
        {
            Remove(change.Path);
        }

        if (_changes.Count > MostChanges || _bytes > MostBytes)
        {
            Overflow(DirectoryOf(change.Path));
        }
    }

    public void Remove(string path)
    {
        if (_changes.Remove(path))
        {
            _bytes -= BytesOf(path);
        }
    }

    /// <summary>Forgets the details: the one directory that holds everything is to be listed again.</summary>
    /// <param name="directory">One that has to be in it.</param>
    public void Overflow(string directory)
    {
        foreach (var path in _changes.Keys)
        {
            directory = Common(directory, DirectoryOf(path));
        }

        _changes.Clear();
        _overflow = _overflow is null ? directory : Common(_overflow, directory);
        _bytes = BytesOf(_overflow);
    }

    /// <summary>Takes out what may be told now.</summary>
    public IReadOnlyList<FileChange> Take(Func<FileChange, bool> mayTell)
    {
        if (_overflow is { } directory)
        {
            (_overflow, _bytes) = (null, 0);
            return [new(directory, FileChanges.Overflow)];
        }

        var told = _changes.Select(static change => new FileChange(change.Key, change.Value)).Where(mayTell).ToList();
        foreach (var change in told)
        {
            Remove(change.Path);
        }

        return told;
    }

    /// <summary>What two changes of one path are together; null: nothing.</summary>
    private static string? Merge(string? earlier, string later) => (earlier, later) switch
    {
        (FileChanges.Created, FileChanges.Modified) => FileChanges.Created,
        (FileChanges.Created, FileChanges.Deleted) => null,
        (FileChanges.Deleted, FileChanges.Created) => FileChanges.Modified,
        _ => later,
    };

    /// <summary>What a change takes in the journal, from above.</summary>
    public static int BytesOf(string path)
    {
        var bytes = 48;
        foreach (var rune in path.EnumerateRunes())
        {
            // JSON escapes control characters as \u0000, and what lies beyond the basic plane as two of those.
            bytes += rune.Value < 0x20 ? 6 : rune.IsBmp ? rune.Utf8SequenceLength + 1 : 12;
        }

        return bytes;
    }

    public static string DirectoryOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    private static string Common(string one, string other)
    {
        while (one != "/" && other != one && !other.StartsWith(one + "/", StringComparison.Ordinal))
        {
            one = DirectoryOf(one);
        }

        return one;
    }
}
