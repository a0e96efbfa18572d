using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary>A background process: a run of that kind, and the program that carries it out.</summary>
/// <param name="Program">Null for one of an earlier Agent.</param>
internal sealed record BackgroundProcess(ProcessId Id, Run Run, ProgramRun? Program)
{
    public ProcessStatus Status => Run.State switch
    {
        RunState.Queued => ProcessStatus.Starting,
        RunState.Running => ProcessStatus.Running,
        RunState.Succeeded => ProcessStatus.Completed,
        RunState.Cancelled or RunState.TimedOut => ProcessStatus.Killed,
        _ => Run.Finished?.ExitCode is null ? ProcessStatus.Error : ProcessStatus.Failed,
    };

    public ProcessInfo Describe() => new(
        Id, Program?.Pid, Run.Started.Source, Status, Run.Started.At, Run.Finished?.At, Run.Finished?.ExitCode,
        Run.Started.SessionId, Run.Id);
}
