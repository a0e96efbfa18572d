using Ide.Core.Protocol.Runs;

namespace Agent.Runs;

/// <summary>A run as clients see it.</summary>
internal static class RunDescription
{
    public static RunInfo Of(Run run)
    {
        var (started, finished) = (run.Started, run.Finished);
        return new()
        {
            RunId = run.Id,
            Kind = started.Kind,
            State = run.State,
            Actor = started.Actor,
            Source = started.Source,
            Language = started.Language,
            Path = started.Path,
            SessionId = started.SessionId,
            ContextId = started.ContextId,
            ProcessId = started.ProcessId,
            StartSeq = started.Seq ?? 0,
            StartedAt = started.At,
            EndedAt = finished?.At,
            ExitCode = finished?.ExitCode,
            ExecutionCount = finished?.ExecutionCount,
            Duration = finished?.Duration ?? run.Elapsed.TotalMilliseconds,
            Reason = finished?.Reason,
            OutputBytes = run.OutputBytes,
            OutputTruncated = run.IsTruncated,
        };
    }
}
