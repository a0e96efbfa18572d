using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>
/// Keeps what programs do to files from pushing everything else out of the journal: a file that is written all the time
/// (a log) is told ever more rarely, and past a budget of bytes only directories are told, as <c>overflow</c>.
/// </summary>
internal sealed class ChangeBudget(TimeProvider time)
{
    /// <summary>A build's thousand new files fit at once.</summary>
    private const double MostBytes = 512 * 1024;

    /// <summary>At this pace programs fill 64 MiB of journal in nine hours.</summary>
    private const double BytesPerSecond = 2048;

    /// <summary>What an event takes beside its paths.</summary>
    private const int EventBytes = 150;

    private const int MostFiles = 1024;
    private static readonly TimeSpan BetweenOverflows = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (long Told, TimeSpan Pause)> _files = [];
    private long _overflowed = time.GetTimestamp() - time.TimestampFrequency * 60;
    private double _bytes = MostBytes;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes out what may be told now; the rest stays and is asked for again.</summary>
    public IReadOnlyList<FileChange> Take(PendingChanges pending)
    {
        var changes = pending.Take(MayTell);
        if (changes.Count == 0 || TrySpend(changes.Sum(static change => PendingChanges.BytesOf(change.Path)) + EventBytes))
        {
            return changes;
        }

        foreach (var change in changes)
        {
            pending.Overflow(PendingChanges.DirectoryOf(change.Path));
        }

        if (time.GetElapsedTime(_overflowed) < BetweenOverflows)
        {
            return [];
        }

        _overflowed = time.GetTimestamp();
        return pending.Take(static _ => true);
    }

    /// <summary>False: the same file was told a moment ago; ask again later.</summary>
    private bool MayTell(FileChange change)
    {
        if (change.Change != FileChanges.Modified)
        {
            return true;
        }

        var now = time.GetTimestamp();
        var pause = TimeSpan.Zero;
        if (_files.TryGetValue(change.Path, out var file))
        {
            var since = time.GetElapsedTime(file.Told, now);
            if (since < file.Pause)
            {
                return false;
            }

            pause = since < 2 * file.Pause + FirstPause ? file.Pause : TimeSpan.Zero;
        }

        if (_files.Count >= MostFiles)
        {
            _files.Clear();
        }

        _files[change.Path] = (now, pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)));
        return true;
    }

    private bool TrySpend(int bytes)
    {
        var now = time.GetTimestamp();
        _bytes = Math.Min(MostBytes, _bytes + (time.GetElapsedTime(_filled, now).TotalSeconds * BytesPerSecond));
        _filled = now;
        if (bytes > _bytes)
        {
            return false;
        }

        _bytes -= bytes;
        return true;
    }
}
