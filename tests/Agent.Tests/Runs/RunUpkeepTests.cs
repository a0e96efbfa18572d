using System.Collections.Concurrent;
using Agent.Runs;
using Agent.Tests.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;
using Microsoft.Extensions.Logging;
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

    [Fact]
    public async Task A_disk_that_fails_each_second_is_told_of_once()
    {
        using var fixture = new JournalFixture(new() { SegmentBytes = 1000, JournalBytes = 1 });
        var (journal, time, lines) = (fixture.Journal, new ManualTimeProvider(), new Lines());
        while (Directory.GetFiles(fixture.Folder, new string('?', 16) + ".log", SearchOption.AllDirectories).Length < 2)
        {
            journal.Append(new SessionCreated { SessionId = SessionId.New() });
        }

        var folder = Path.Combine(fixture.Folder, "journal");
        Directory.Delete(folder, recursive: true); // so that the first of the two cannot be trimmed
        using var upkeep = new RunUpkeep(journal, fixture.Runs, time, lines);
        await upkeep.StartAsync(TestContext.Current.CancellationToken);
        for (var round = 0; round < 3; round++)
        {
            await Eventually.TrueAsync(() => time.NextDueIn < Second);
            time.Advance(time.NextDueIn!.Value);
            await Eventually.TrueAsync(() => time.NextDueIn == Second);
            journal.Append(new SessionCreated { SessionId = SessionId.New() });
            time.Advance(Second);
        }

        Assert.Single(lines.Warnings);
        await upkeep.StopAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder);
    }

    private sealed class Lines : ILogger<RunUpkeep>
    {
        public ConcurrentQueue<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Warnings.Enqueue(formatter(state, exception));
    }
}
