using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Processes;

/// <summary>The background processes by id: as long as their runs are kept, those of earlier Agents too.</summary>
internal sealed class ProcessRegistry(RunRegistry runs)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, ProgramRun> _programs = [];
    private readonly HashSet<RunId> _hidden = [];

    /// <summary>The latest under each id, oldest first.</summary>
    public IReadOnlyList<BackgroundProcess> List()
    {
        lock (_gate)
        {
            var known = runs.List();
            var kept = known.Select(static run => run.Id).ToHashSet();
            _hidden.IntersectWith(kept);
            foreach (var gone in _programs.Keys.Where(id => !kept.Contains(id)).ToList())
            {
                _programs.Remove(gone);
            }

            return
            [
                .. known
                    .Where(run => run.Started is { Kind: RunKind.Process, ProcessId: not null } && !(_hidden.Contains(run.Id) && run.Finished is not null))
                    .GroupBy(static run => run.Started.ProcessId!.Value)
                    .Select(static group => group.Last())
                    .Select(run => new BackgroundProcess(run.Started.ProcessId!.Value, run, _programs.GetValueOrDefault(run.Id))),
            ];
        }
    }

    /// <exception cref="AgentException">PROCESS_NOT_FOUND.</exception>
    public BackgroundProcess Get(ProcessId id) => List().FirstOrDefault(process => process.Id == id)
        ?? throw new AgentException(ErrorCode.ProcessNotFound, $"There is no process {id}.");

    public void Add(Run run, ProgramRun program, bool leavesWithItsEnd)
    {
        lock (_gate)
        {
            _programs[run.Id] = program;
            if (leavesWithItsEnd)
            {
                _hidden.Add(run.Id);
            }
        }
    }
}
