using Agent.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>Tells everybody in the sandbox which files changed: for each actor one event for all of 100 ms.</summary>
internal sealed partial class FileAnnouncer(EventJournal journal, TimeProvider time, ILogger<FileAnnouncer> logger)
    : BackgroundService
{
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingChanges> _pending = [];
    private readonly KnownStates _known = new(time);
    private readonly ChangeBudget _budget = new(time);
    private readonly SemaphoreSlim _some = new(0, 1);

    /// <summary>What a call of the API changed.</summary>
    public void AnnounceCall(string actor, SandboxRoot root, IReadOnlyList<FileChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                _known.Remember(root, change.Path);
                _pending.GetValueOrDefault(JournalEvent.SystemActor)?.Remove(change.Path);
                Add(actor, change);
            }
        }
    }

    /// <summary>What the watch saw; a call of the API may have been it.</summary>
    public void AnnounceSeen(SandboxRoot root, IReadOnlyList<FileChange> changes)
    {
        lock (_gate)
        {
            foreach (var change in changes)
            {
                if (change.Change == FileChanges.Overflow || !_known.IsKnown(root, change.Path))
                {
                    Add(JournalEvent.SystemActor, change);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _some.WaitAsync(stoppingToken);
            for (var some = true; some;)
            {
                await Task.Delay(Window, time, stoppingToken);
                some = Tell();
            }
        }
    }

    private void Add(string actor, FileChange change)
    {
        if (!_pending.TryGetValue(actor, out var pending))
        {
            _pending.Add(actor, pending = new());
        }

        pending.Add(change);
        if (_some.CurrentCount == 0)
        {
            _some.Release();
        }
    }

    /// <returns>False: nothing is left to be told later.</returns>
    private bool Tell()
    {
        lock (_gate)
        {
            foreach (var (actor, pending) in _pending.ToList())
            {
                var changes = actor == JournalEvent.SystemActor ? _budget.Take(pending) : pending.Take(static _ => true);
                if (pending.IsEmpty)
                {
                    _pending.Remove(actor);
                }

                if (changes.Count > 0)
                {
                    Append(new FilesChanged { Actor = actor, Changes = changes });
                }
            }

            return _pending.Count > 0;
        }
    }

    private void Append(FilesChanged happened)
    {
        try
        {
            journal.Append(happened);
        }
        catch (AgentException full)
        {
            Log.NotTold(logger, happened.Changes.Count, full);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The journal has no room to tell of {Count} changed files.")]
        public static partial void NotTold(ILogger logger, int count, Exception exception);
    }
}
