using Agent.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>Takes up the runs of earlier Agents. One that was open then has ended with its Agent, and now says so.</summary>
internal static class RunRecovery
{
    public static IReadOnlyList<Run> Load(RunHost host, RunIndex index)
    {
        var known = index.Load();
        var runs = new List<Run>();
        foreach (var path in Directory.GetFiles(host.Directory, "*" + RunFiles.EventsExtension))
        {
            if (RunId.TryParse(Path.GetFileNameWithoutExtension(path), out var id) && known.TryGetValue(id, out var run)
                && run.Finished is { } finished)
            {
                runs.Add(new(host, run.Started, run.Fingerprint, finished, run.IsTruncated));
            }
            else if (LoadOne(host, path) is { } other)
            {
                runs.Add(other);
            }
        }

        index.Rewrite(runs);
        return runs;
    }

    private static Run? LoadOne(RunHost host, string path)
    {
        RunStarted? started = null;
        ulong fingerprint = 0;
        RunFinished? finished = null;
        var isTruncated = false;
        var log = RecordFile.Repair(path, (_, record) =>
        {
            if (RunLog.IsHeader(record))
            {
                (fingerprint, started) = RunLog.ReadHeader(record);
            }
            else if (!RunLog.IsOutput(record) && started is not null)
            {
                var happened = RunLog.ReadEvent(record, started);
                started = happened as RunStarted ?? started;
                finished = happened as RunFinished ?? finished;
                isTruncated |= happened is RunOutputTruncated;
            }
        });
        using (log)
        {
            if (started is null)
            {
                File.Delete(path);
                return null;
            }

            if (finished is null)
            {
                finished = End(host, started);
                using var record = new RecordBuffer();
                record.SetEvent(finished);
                log.Append(record);
            }
        }

        return new(host, started, fingerprint, finished, isTruncated);
    }

    private static RunFinished End(RunHost host, RunStarted started)
    {
        var now = host.Time.GetUtcNow();
        var finished = new RunFinished
        {
            RunId = started.RunId,
            At = now,
            State = RunState.Failed,
            Duration = started.At == default ? 0 : Math.Max(0, (now - started.At).TotalMilliseconds),
            Reason = "agent_restarted",
        };
        return finished with { Seq = host.Journal.Append(finished) };
    }
}
