using Agent.Runs;
using Agent.Tests.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Agent.Tests.Runs;

public sealed class RunUpkeepTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task What_is_in_the_journal_survives_a_loss_of_power_a_second_later_and_at_a_runs_end_at_once()
    {
        using var fixture = new JournalFixture();
        var (journal, time) = (fixture.Journal, new ManualTimeProvider());
        using var upkeep = new RunUpkeep(journal, fixture.Runs, time, NullLogger<RunUpkeep>.Instance);
        await upkeep.StartAsync(TestContext.Current.CancellationToken);
        await SyncsAsync();
        Assert.Equal(1, journal.SyncedSeq);

        await WaitsForWhatComesAsync();
        journal.Append(new SessionCreated { SessionId = SessionId.New() });
        time.Advance(Second);
        await SyncsAsync();
        Assert.Equal(2, journal.SyncedSeq);

        await WaitsForWhatComesAsync();
        fixture.Runs.Start(new() { Kind = RunKind.Command, Source = "true", Actor = "ann" }).Run.Finish(RunState.Succeeded, exitCode: 0);
        await SyncsAsync();
        Assert.Equal(4, journal.SyncedSeq);
        await upkeep.StopAsync(TestContext.Current.CancellationToken);

        Task WaitsForWhatComesAsync() => Eventually.TrueAsync(() => time.NextDueIn == Second);

        // A short pause comes first, so that runs which end together share one sync.
        async Task SyncsAsync()
        {
            await Eventually.TrueAsync(() => time.NextDueIn < Second);
            time.Advance(time.NextDueIn!.Value);
            await Eventually.TrueAsync(() => journal.SyncedSeq == journal.LastSeq);
        }
    }
}
