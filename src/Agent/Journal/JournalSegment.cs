using System.Globalization;

namespace Agent.Journal;

/// <summary>A stretch of the journal: the records from <see cref="FirstSeq"/> on, one file.</summary>
internal sealed class JournalSegment(long firstSeq, RecordFile file) : IDisposable
{
    /// <summary>Every so many records their position is remembered, so that a subscriber need not read from the start.</summary>
    private const int IndexEvery = 256;

    private readonly Lock _gate = new();
    private readonly List<long> _index = [0];

    public long FirstSeq { get; } = firstSeq;

    public RecordFile File { get; } = file;

    public static string PathOf(string directory, long firstSeq) =>
        Path.Combine(directory, firstSeq.ToString("D16", CultureInfo.InvariantCulture) + ".log");

    /// <summary>The segments on disk, oldest first; only the last can be torn, and it is repaired.</summary>
    public static List<JournalSegment> OpenAll(string directory, out long lastSeq)
    {
        var segments = new List<JournalSegment>();
        lastSeq = 0;
        var paths = Directory.GetFiles(directory, "*.log").Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < paths.Length; i++)
        {
            var firstSeq = long.Parse(Path.GetFileNameWithoutExtension(paths[i]), NumberStyles.None, CultureInfo.InvariantCulture);
            if (i < paths.Length - 1)
            {
                segments.Add(new(firstSeq, RecordFile.Existing(paths[i])));
                continue;
            }

            var positions = new List<long>();
            var file = RecordFile.Repair(paths[i], (position, _) => positions.Add(position));
            var last = new JournalSegment(firstSeq, file);
            for (var record = 0; record < positions.Count; record++)
            {
                last.Index(firstSeq + record, positions[record]);
            }

            segments.Add(last);
            lastSeq = firstSeq + positions.Count - 1;
        }

        return segments;
    }

    /// <summary>Remembers where a record begins. For the writer, in order.</summary>
    public void Index(long seq, long position)
    {
        if (seq - FirstSeq != _index.Count * (long)IndexEvery)
        {
            return;
        }

        lock (_gate)
        {
            _index.Add(position);
        }
    }

    /// <summary>A known position at or before a record, and the record that is there.</summary>
    public (long Seq, long Position) Before(long seq)
    {
        lock (_gate)
        {
            var slot = (int)Math.Clamp((seq - FirstSeq) / IndexEvery, 0, _index.Count - 1);
            return (FirstSeq + slot * (long)IndexEvery, _index[slot]);
        }
    }

    public void Dispose() => File.Dispose();
}
