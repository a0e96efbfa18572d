using Agent.Journal;

namespace Agent.Runs;

/// <summary>Which finished runs are to be forgotten. Pure.</summary>
internal static class RunRetention
{
    /// <param name="runs">Oldest first.</param>
    /// <param name="firstSeq">The first number that the journal still has: a finished run goes with its beginning.</param>
    public static IReadOnlyList<Run> Select(IReadOnlyList<Run> runs, long firstSeq, JournalLimits limits, DateTimeOffset now)
    {
        var bytes = runs.Sum(static run => run.OutputBytes);
        var finished = runs.Count(static run => run.Finished is not null);
        var forgotten = new List<Run>();
        foreach (var run in runs)
        {
            if (run.Finished is not { } end)
            {
                continue;
            }

            if (finished > limits.FinishedRuns
                || bytes > limits.AllOutputBytes
                || now - end.At > limits.RunAge
                || run.Started.Seq < firstSeq)
            {
                forgotten.Add(run);
                finished--;
                bytes -= run.OutputBytes;
            }
        }

        return forgotten;
    }
}
