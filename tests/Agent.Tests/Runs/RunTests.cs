using System.Text;
using Agent.Journal;
using Agent.Runs;
using Agent.Tests.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Tests.Runs;

public sealed class RunTests
{
    private static readonly RunRequest Request = new() { Kind = RunKind.Command, Source = "true", Actor = "ann" };

    [Fact]
    public void A_run_tells_its_story_in_the_journal_and_on_its_own()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        run.Write(OutputStream.Stdout, "one\n"u8);
        run.Write(OutputStream.Stderr, "two\n"u8);
        run.Result("""{"text":"3"}"""u8, displayId: null, isUpdate: false, isMain: true);
        run.Finish(RunState.Succeeded, exitCode: 0);

        Assert.Equal(
            ["RunStarted", "RunOutput", "RunOutput", "RunResult", "RunFinished"],
            fixture.Read(0).Select(happened => happened.GetType().Name));
        var own = Collect(run);
        Assert.Equal([1L, 2, 3, 4, 5], own.Select(one => one.Id));
        Assert.Equal(["", "one\n", "two\n", """{"text":"3"}""", ""], own.Select(one => one.Text));
        Assert.All(own, one => Assert.Equal("ann", one.Happened.Actor));
    }

    [Fact]
    public void The_same_id_joins_the_run_and_another_request_under_it_is_refused()
    {
        using var fixture = new JournalFixture();
        var id = RunId.New();
        var first = fixture.Runs.Start(Request with { RunId = id });
        var second = fixture.Runs.Start(Request with { RunId = id });
        Assert.True(first.IsNew);
        Assert.Equal(new StartedRun(first.Run, IsNew: false), second);

        var refused = Assert.Throws<AgentException>(() => fixture.Runs.Start(Request with { RunId = id, Source = "false" }));
        Assert.Equal(ErrorCode.RunConflict, refused.Code);
    }

    [Fact]
    public void A_finished_run_is_joined_after_a_restart_too()
    {
        using var fixture = new JournalFixture();
        var id = RunId.New();
        var run = fixture.Runs.Start(Request with { RunId = id }).Run;
        run.Write(OutputStream.Stdout, "kept"u8);
        run.Finish(RunState.Failed, exitCode: 3);
        fixture.CrashAndReopen();

        var again = fixture.Runs.Start(Request with { RunId = id });
        Assert.False(again.IsNew);
        Assert.Equal(3, again.Run.Finished!.ExitCode);
        Assert.Equal(["", "kept", ""], Collect(again.Run).Select(one => one.Text));
        Assert.Throws<AgentException>(() => fixture.Runs.Start(Request with { RunId = id, Source = "false" }));
    }

    [Fact]
    public void A_run_that_was_open_when_its_agent_died_has_ended_with_agent_restarted()
    {
        using var fixture = new JournalFixture();
        var id = fixture.Runs.Start(Request).Run.Id;
        fixture.Runs.Get(id).Write(OutputStream.Stdout, "before"u8);
        fixture.CrashAndReopen();

        var run = fixture.Runs.Get(id);
        Assert.Equal((RunState.Failed, "agent_restarted"), (run.State, run.Finished!.Reason));
        Assert.Equal("agent_restarted", fixture.Read(0).OfType<RunFinished>().Single().Reason);
        Assert.Equal(["", "before", ""], Collect(run).Select(one => one.Text));
    }

    [Fact]
    public void Past_the_cap_the_output_is_truncated_once_and_the_run_goes_on()
    {
        using var fixture = new JournalFixture(new() { RunOutputBytes = 100_000 });
        var run = fixture.Runs.Start(Request).Run;
        for (var i = 0; i < 50; i++)
        {
            run.Write(OutputStream.Stdout, new byte[10_000].AsSpan());
        }

        run.Finish(RunState.Succeeded, exitCode: 0);
        var own = Collect(run);
        Assert.Equal(100_000, own.Sum(one => one.Text.Length));
        Assert.Single(own, one => one.Happened is RunOutputTruncated { LimitBytes: 100_000 });
        Assert.IsType<RunFinished>(own[^1].Happened);
        Assert.True(run.IsTruncated);
    }

    [Fact]
    public void The_journal_carries_the_first_MiB_inline_and_places_after_that()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        for (var i = 0; i < 400; i++)
        {
            run.Write(OutputStream.Stdout, Encoding.UTF8.GetBytes(new string('x', 10_000)));
        }

        run.Finish(RunState.Succeeded);
        var outputs = fixture.Read(0).OfType<RunOutput>().ToList();
        Assert.InRange(outputs.Sum(output => output.Text?.Length ?? 0), 1024 * 1024 - OutputCoalescer.PieceBytes, 1024 * 1024);
        Assert.Equal(4_000_000, outputs.Sum(output => (long)output.Length));
        Assert.Equal(outputs.Select(output => output.Offset), outputs.Select(output => output.Offset).Order());
        Assert.Null(outputs[^1].Text);
        Assert.Equal(4_000_000, Collect(run).Sum(one => one.Text.Length));
    }

    [Fact]
    public void Text_that_grows_when_it_is_escaped_still_fits_the_records()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        run.Write(OutputStream.Stdout, new byte[200_000].AsSpan());
        run.Write(OutputStream.Stdout, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("😀\u0001\"", 20_000))));
        run.Error("E", new('\u0001', 100_000), [.. Enumerable.Repeat(new string('"', 5000), 500)], 1);
        run.Result(Encoding.UTF8.GetBytes($"{{\"text\":\"{string.Concat(Enumerable.Repeat("😀", 7000))}\"}}"), null, false, true);
        run.Finish(RunState.Succeeded);

        Assert.Equal(200_000 + 4 * 20_000, Collect(run).Where(one => one.Happened is RunOutput).Sum(one => one.Text.Length));
        Assert.DoesNotContain(fixture.Read(0).OfType<RunOutput>(), output => output.Encoding is not null);
    }

    [Fact]
    public void Bytes_that_are_no_text_come_back_exactly()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        run.Write(OutputStream.Stdout, [0xFF, 0xFE, 0x41, 0x00]);
        run.Write(OutputStream.Stdout, [0xE2, 0x82]);
        run.Finish(RunState.Succeeded);

        var bytes = fixture.Read(0).OfType<RunOutput>().SelectMany(output => Convert.FromBase64String(output.Text!));
        Assert.Equal([0xFF, 0xFE, 0x41, 0x00, 0xE2, 0x82], bytes);
        Assert.All(fixture.Read(0).OfType<RunOutput>(), output => Assert.Equal("base64", output.Encoding));
    }

    [Fact]
    public async Task The_first_bytes_after_a_pause_go_at_once_and_the_rest_follow_within_the_window()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        run.Write(OutputStream.Stdout, "first"u8);
        Assert.Equal("first", fixture.Read(0).OfType<RunOutput>().Single().Text);
        for (var i = 0; i < 100; i++)
        {
            run.Write(OutputStream.Stdout, "x"u8);
        }

        await Eventually.TrueAsync(() => fixture.Read(0).OfType<RunOutput>().Sum(output => output.Length) == 105);
        Assert.InRange(fixture.Read(0).OfType<RunOutput>().Count(), 2, 20);
    }

    [Fact]
    public async Task A_follower_gets_every_event_of_a_run_that_goes_on()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        var following = Task.Run(async () =>
        {
            var text = new StringBuilder();
            await foreach (var next in run.Events(0, TestContext.Current.CancellationToken))
            {
                text.Append(Encoding.UTF8.GetString(next.Bytes.Span));
            }

            return text.ToString();
        });
        var written = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
        {
            var line = $"line {i}\n";
            written.Append(line);
            run.Write(OutputStream.Stdout, Encoding.UTF8.GetBytes(line));
        }

        run.Finish(RunState.Succeeded);
        Assert.Equal(written.ToString(), await following);
    }

    [Fact]
    public void An_endless_drip_makes_ever_fewer_records()
    {
        var records = 0;
        var now = TimeSpan.Zero;
        OutputCoalescer coalescer = null!;
        coalescer = new((_, _) =>
        {
            if (++records % 4096 == 0 && coalescer.Window < TimeSpan.FromSeconds(1))
            {
                coalescer.Window *= 2;
            }
        });
        for (var i = 0; i < 3_600_000; i++)
        {
            now += TimeSpan.FromMilliseconds(1);
            if (coalescer.Write(OutputStream.Stdout, "."u8, now) is { } due && due <= now)
            {
                coalescer.Flush(now);
            }
        }

        Assert.InRange(records, 1, 7 * 4096 + 3600);
        coalescer.Dispose();
    }

    [Fact]
    public void Whole_finished_runs_go_oldest_first_and_open_ones_stay()
    {
        using var fixture = new JournalFixture(new() { FinishedRuns = 3 });
        var open = fixture.Runs.Start(Request).Run;
        var finished = Enumerable.Range(0, 6).Select(_ =>
        {
            var run = fixture.Runs.Start(Request).Run;
            run.Write(OutputStream.Stdout, "x"u8);
            run.Finish(RunState.Succeeded);
            return run.Id;
        }).ToList();
        fixture.Runs.Forget();

        Assert.Equal([open.Id, .. finished.Skip(3)], fixture.Runs.List().Select(run => run.Id));
        Assert.Equal(4 + 3, Directory.GetFiles(Path.Combine(fixture.Folder, "runs"), "run-*").Length);
        fixture.CrashAndReopen();
        Assert.Equal([open.Id, .. finished.Skip(3)], fixture.Runs.List().Select(run => run.Id));
    }

    [Fact]
    public void Runs_go_when_all_their_output_together_passes_its_bound()
    {
        using var fixture = new JournalFixture(new() { AllOutputBytes = 10_000 });
        var runs = Enumerable.Range(0, 5).Select(_ =>
        {
            var run = fixture.Runs.Start(Request).Run;
            run.Write(OutputStream.Stdout, new byte[4000].AsSpan());
            run.Finish(RunState.Succeeded);
            return run.Id;
        }).ToList();
        fixture.Runs.Forget();
        Assert.Equal(runs.Skip(3), fixture.Runs.List().Select(run => run.Id));
    }

    [Fact]
    public void A_queued_run_says_when_its_turn_has_come()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request with { IsQueued = true }).Run;
        Assert.Equal(RunState.Queued, run.State);
        run.MarkRunning();
        run.MarkRunning();
        Assert.Equal(RunState.Running, run.State);
        Assert.Equal(["RunStarted", "RunRunning"], fixture.Read(0).Select(happened => happened.GetType().Name));
    }

    [Fact]
    public void A_cancelled_run_says_who_did_it()
    {
        using var fixture = new JournalFixture();
        var run = fixture.Runs.Start(Request).Run;
        Assert.True(run.RequestCancel("bob"));
        Assert.False(run.RequestCancel("eve"));
        Assert.True(run.Cancelled.IsCancellationRequested);
        run.Finish(RunState.Cancelled);
        run.Finish(RunState.Succeeded);
        Assert.Equal((RunState.Cancelled, "cancelled_by bob"), (run.State, run.Finished!.Reason));
    }

    internal sealed record Told(long Id, JournalEvent Happened, string Text);

    internal static List<Told> Collect(Run run)
    {
        using var reader = run.Follow(0);
        var events = new List<Told>();
        while (reader.TryRead(out var next))
        {
            events.Add(new(next.Id, next.Happened, Encoding.UTF8.GetString(next.Happened is RunResult result ? BytesOf(run, result) : next.Bytes.Span)));
        }

        return events;
    }

    private static ReadOnlySpan<byte> BytesOf(Run run, RunResult result)
    {
        var bytes = new byte[result.Length];
        return bytes.AsSpan(0, run.Output.Read(bytes, result.Offset));
    }
}
