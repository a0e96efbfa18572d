using Agent.Journal;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// What must happen from time to time: the journal is synced each second and at a run's end, what is past the limits is
/// forgotten, and a disk that became full or has room again is told.
/// </summary>
internal sealed partial class RunUpkeep(EventJournal journal, RunRegistry runs, TimeProvider time, ILogger<RunUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Ends of runs closer than this share one sync.</summary>
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(50);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // The registry has ended the runs of earlier Agents by now.
        journal.Append(new AgentStarted { JournalId = journal.JournalId });
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hadRoom = true;
        string? failure = null;
        while (true)
        {
            await Task.Delay(ShortestPeriod, time, stoppingToken);
            var ended = runs.Ended.Next();
            try
            {
                if (journal.LastSeq != journal.SyncedSeq || !journal.HasRoom)
                {
                    journal.Sync();
                    runs.Forget();
                    failure = null;
                }

                if (journal.HasRoom != hadRoom)
                {
                    hadRoom = journal.HasRoom;
                    journal.Append(new StorageChanged { IsFull = !hadRoom });
                }
            }
            catch (Exception exception) when (exception is IOException or Ide.Core.Protocol.Errors.AgentException)
            {
                // A disk that fails does so each second; the log is on a disk, too.
                if (failure != exception.Message)
                {
                    failure = exception.Message;
                    Log.UpkeepFailed(logger, exception);
                }
            }

            await Task.WhenAny(ended, Task.Delay(Period, time, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The journal could not be synced or trimmed.")]
        public static partial void UpkeepFailed(ILogger logger, Exception exception);
    }
}
