using System.Text.Json;
using System.Text.Json.Serialization;
using Agent.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>All that is kept of a finished run outside its files.</summary>
/// <param name="Finished">Null: the run has been forgotten.</param>
internal sealed record FinishedRun(ulong Fingerprint, RunStarted Started, RunFinished? Finished, bool IsTruncated);

/// <summary>
/// The finished runs in one file, so that a start need not read a thousand. It repeats what the runs' own files say: a
/// run that is missing here is read from those. Rewritten without the forgotten ones at each start, and when they are many.
/// </summary>
internal sealed class RunIndex(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordBuffer _record = new();
    private RecordFile? _file;
    private int _records;

    /// <summary>What the file holds, the last word for each run.</summary>
    public Dictionary<RunId, FinishedRun> Load()
    {
        var runs = new Dictionary<RunId, FinishedRun>();
        using var file = RecordFile.Existing(path);
        using var reader = new RecordReader(file, 0);
        while (reader.TryRead(out var record))
        {
            var run = JsonSerializer.Deserialize(record, RunIndexJson.Relaxed.FinishedRun);
            if (run is { Finished: not null })
            {
                runs[run.Started.RunId] = run;
            }
            else if (run is not null)
            {
                runs.Remove(run.Started.RunId);
            }
        }

        return runs;
    }

    public void Rewrite(IEnumerable<Run> runs)
    {
        lock (_gate)
        {
            _file?.Dispose();
            File.Delete(path);
            _file = RecordFile.Create(path);
            _records = 0;
            foreach (var run in runs)
            {
                Append(run, run.Finished);
            }
        }
    }

    public void Add(Run run)
    {
        lock (_gate)
        {
            Append(run, run.Finished);
        }
    }

    /// <param name="kept">The runs that are left.</param>
    public void Forget(IReadOnlyList<Run> forgotten, IReadOnlyCollection<Run> kept)
    {
        lock (_gate)
        {
            foreach (var run in forgotten)
            {
                Append(run, null);
            }

            if (_records > 4 * kept.Count + 4000)
            {
                Rewrite(kept.Where(static run => run.Finished is not null));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
            _record.Dispose();
        }
    }

    private void Append(Run run, RunFinished? finished)
    {
        try
        {
            _record.SetJson(new(run.Fingerprint, run.Started, finished, run.IsTruncated), RunIndexJson.Relaxed.FinishedRun);
            _file?.Append(_record);
            _records++;
        }
        catch (IOException exception) when (DiskFull.Is(exception))
        {
            // The next start reads the run's own file.
        }
    }
}

/// <summary>The JSON of the index.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FinishedRun))]
internal sealed partial class RunIndexJson : JsonSerializerContext
{
    public static RunIndexJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true,
    });
}
