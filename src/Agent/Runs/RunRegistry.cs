using Agent.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Streams;

namespace Agent.Runs;

/// <summary>All runs that are open or still kept, by id. Everything that executes in the sandbox starts here.</summary>
internal sealed class RunRegistry : IDisposable
{
    /// <summary>Open runs at once, queued ones included.</summary>
    private const int MostOpenRuns = 1000;

    private const int SourceBytes = 16 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, Run> _runs = [];
    private readonly RunHost _host;
    private readonly RunIndex _index;

    public RunRegistry(StateDirectory state, EventJournal journal, JournalLimits limits, TimeProvider time)
    {
        Directory.CreateDirectory(state.Runs);
        _host = new(state.Runs, journal, limits, time, OnEnded);
        _index = new(Path.Combine(state.Runs, "finished.log"));
        foreach (var run in RunRecovery.Load(_host, _index))
        {
            _runs.Add(run.Id, run);
        }
    }

    /// <summary>Signalled when a run has ended: time to sync and to forget.</summary>
    public Pulse Ended { get; } = new();

    public JournalLimits Limits => _host.Limits;

    /// <summary>Starts a run, or joins the one that has the request's id.</summary>
    /// <exception cref="AgentException">RUN_CONFLICT, NO_SPACE, or TOO_MANY_REQUESTS for too many open runs.</exception>
    public StartedRun Start(RunRequest request)
    {
        var fingerprint = request.Fingerprint
            ?? RunFingerprint.Of(request.Kind.ToString(), request.Source, request.Language, request.SessionId?.Value, request.ContextId?.Value);
        lock (_gate)
        {
            if (request.RunId is { } id && _runs.TryGetValue(id, out var known))
            {
                return known.Fingerprint == fingerprint
                    ? new(known, IsNew: false)
                    : throw new AgentException(ErrorCode.RunConflict, $"The run {id} was started with another request.");
            }

            Admit();
            var source = RunText.Cut(request.Source, SourceBytes);
            var run = new Run(_host, new()
            {
                RunId = request.RunId ?? RunId.New(),
                Kind = request.Kind,
                Source = source,
                SourceTruncated = source.Length < request.Source.Length,
                Actor = request.Actor,
                IsQueued = request.IsQueued,
                Language = request.Language,
                Path = request.Path,
                FirstLine = request.FirstLine,
                SessionId = request.SessionId,
                ContextId = request.ContextId,
                ProcessId = request.ProcessId,
            }, fingerprint);
            _runs.Add(run.Id, run);
            return new(run, IsNew: true);
        }
    }

    /// <exception cref="AgentException">RUN_NOT_FOUND.</exception>
    public Run Get(RunId id) => Find(id) ?? throw NotFound(id);

    public static AgentException NotFound(RunId id) => new(ErrorCode.RunNotFound, $"There is no run {id}, or it is no longer kept.");

    public Run? Find(RunId id)
    {
        lock (_gate)
        {
            return _runs.GetValueOrDefault(id);
        }
    }

    /// <summary>True: a request with this id would join a run.</summary>
    public bool IsKnown(RunId? id) => id is { } given && Find(given) is not null;

    /// <summary>All runs, oldest first.</summary>
    public IReadOnlyList<Run> List()
    {
        lock (_gate)
        {
            return [.. _runs.Values.OrderBy(static run => run.Started.Seq)];
        }
    }

    /// <summary>Forgets what is past the limits: whole finished runs, oldest first, then the journal's beginning.</summary>
    public void Forget()
    {
        var runs = List();
        var openFrom = runs.Where(static run => run.Finished is null).Min(static run => run.Started.Seq) ?? long.MaxValue;
        var firstSeq = _host.Journal.Trim(openFrom);
        var forgotten = RunRetention.Select(runs, firstSeq, _host.Limits, _host.Time.GetUtcNow());
        if (forgotten.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var run in forgotten)
            {
                _runs.Remove(run.Id);
                run.DeleteFiles();
            }

            _index.Forget(forgotten, _runs.Values);
        }
    }

    public void Dispose()
    {
        foreach (var run in List())
        {
            run.Dispose();
        }

        _index.Dispose();
    }

    private void OnEnded(Run run)
    {
        _index.Add(run);
        Ended.Signal();
    }

    private void Admit()
    {
        if (!_host.Journal.HasRoom)
        {
            throw new AgentException(ErrorCode.NoSpace, "No room is left on the sandbox's disk.");
        }

        if (_runs.Values.Count(static run => run.Finished is null) >= MostOpenRuns)
        {
            throw new AgentException(ErrorCode.TooManyRequests, $"{MostOpenRuns} runs are open or queued; wait for one to end.");
        }
    }
}
