using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class LauncherTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_launcher_says_when_it_is_ready()
    {
        await using var process = LauncherProcess.Start();
        Assert.Equal(process.Pid, await process.Launcher.Ready.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Two_hundred_programs_at_once_each_get_their_own_answer()
    {
        await using var process = LauncherProcess.Start();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => RunAsync(process.Launcher, Program("sh", "-c", $"echo {i}; exit {i}"))));
        Assert.Equal(
            Enumerable.Range(0, 200).Select(i => (i, $"{i}\n")),
            answers.Select(answer => (answer.Exit.ExitCode, answer.Output)));
    }

    [Fact]
    public async Task A_thousand_programs_leave_no_descriptor_and_no_process_behind()
    {
        await using var process = LauncherProcess.Start();
        await RunAsync(process.Launcher, Program("true"));
        for (var i = 0; i < 10; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
            {
                await using var started = await process.Launcher.SpawnAsync(
                    Program("true") with { Input = StandardInput.Pipe, Terminal = null }, Deadline);
                await started.Ended.WaitAsync(Deadline);
            }));
        }

        // Other tests of this process have descriptors too, so only the launcher's own table is counted here.
        var launchers = Directory.GetFiles($"/proc/{process.Pid}/fd").Select(path => new FileInfo(path).LinkTarget).ToArray();
        Assert.True(launchers.Length <= 12, string.Join(' ', launchers));
        await Eventually.TrueAsync(
            () => Task.FromResult(File.ReadAllText($"/proc/{process.Pid}/task/{process.Pid}/children").Length == 0), "no child is left");
    }

    [Fact]
    public async Task When_the_launcher_is_killed_all_that_waits_is_told_and_all_that_ran_ends()
    {
        await using var process = LauncherProcess.Start();
        var running = await process.Launcher.SpawnAsync(Shell("setsid sleep 1000 & sleep 1000"), Deadline);
        await Eventually.TrueAsync(async () => (await running.ListTreeAsync(Deadline)).Count == 3, "both sleeps");
        var tree = await running.ListTreeAsync(Deadline);
        var reading = running.Output.ReadAsync(new byte[1], Deadline).AsTask();

        process.Kill();
        await process.Launcher.Lost.WaitAsync(Deadline);
        var exit = await running.Exited.WaitAsync(Deadline);
        Assert.Equal((137, Signals.Kill), (exit.ExitCode, exit.Signal));
        Assert.Equal(0, await reading.WaitAsync(Deadline));
        await running.Ended.WaitAsync(Deadline);
        await Eventually.TrueAsync(
            () => Task.FromResult(!tree.Any(one => Directory.Exists($"/proc/{one.Pid}"))), "the tree ends");

        var failure = await Assert.ThrowsAsync<SpawnException>(() => process.Launcher.SpawnAsync(Program("true"), Deadline));
        Assert.Equal(SpawnStage.Launcher, failure.Stage);
        Assert.Equal(default, await running.SignalAsync(Signals.Term, SignalScope.Tree, Deadline));
        Assert.Null(await process.Launcher.GetStatisticsAsync(Deadline));
        await running.DisposeAsync();
    }

    [Fact]
    public async Task Calls_that_are_under_way_when_the_launcher_stops_answering_can_be_cancelled_and_fail_when_it_dies()
    {
        await using var process = LauncherProcess.Start();
        await process.Launcher.Ready.WaitAsync(Deadline);
        using var stop = System.Diagnostics.Process.Start("kill", ["-STOP", $"{process.Pid}"]);
        await stop.WaitForExitAsync(Deadline);

        using var impatient = new CancellationTokenSource();
        var cancelled = process.Launcher.SpawnAsync(Program("true"), impatient.Token);
        var waiting = Enumerable.Range(0, 50).Select(_ => process.Launcher.SpawnAsync(Program("true"), Deadline)).ToArray();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.WaitAsync(Deadline));
        process.Kill();
        foreach (var call in waiting)
        {
            Assert.Equal(SpawnStage.Launcher, (await Assert.ThrowsAsync<SpawnException>(() => call.WaitAsync(Deadline))).Stage);
        }
    }

    [Fact]
    public async Task Letting_the_launcher_go_ends_it_and_all_that_it_started()
    {
        var process = LauncherProcess.Start();
        var running = await process.Launcher.SpawnAsync(Program("sleep", "1000"), Deadline);
        await process.DisposeAsync();
        await running.Ended.WaitAsync(Deadline);
        Assert.False(Directory.Exists($"/proc/{running.Pid}"));
        await running.DisposeAsync();
    }

    [Fact]
    public async Task A_killed_warden_takes_its_tree_with_it_and_a_stopped_one_goes_on()
    {
        await using var process = LauncherProcess.Start();
        await using var other = await process.Launcher.SpawnAsync(Program("sleep", "1000"), Deadline);
        await using var victim = await process.Launcher.SpawnAsync(Shell("setsid sleep 1000 & sleep 1000"), Deadline);
        await Eventually.TrueAsync(async () => (await victim.ListTreeAsync(Deadline)).Count == 3, "both sleeps");
        var tree = await victim.ListTreeAsync(Deadline);
        var warden = tree.Single(one => one.Pid == victim.Pid).Parent;

        await RunAsync(process.Launcher, Shell($"kill -STOP {warden}"));
        Assert.Equal(3, (await victim.ListTreeAsync(Deadline).WaitAsync(Deadline)).Count);

        await RunAsync(process.Launcher, Shell($"kill -KILL {warden}"));
        Assert.True((await victim.Exited.WaitAsync(Deadline)).Lost);
        await Eventually.TrueAsync(() => Task.FromResult(!tree.Any(one => Directory.Exists($"/proc/{one.Pid}"))), "the tree ends");
        Assert.False(other.Exited.IsCompleted);
        Assert.Single(await other.ListTreeAsync(Deadline));
    }

    [Fact]
    public async Task Statistics_count_what_runs_and_what_it_has_used()
    {
        await using var process = LauncherProcess.Start();
        await using var running = await process.Launcher.SpawnAsync(
            Python("x = bytearray(50_000_000)\nfor i in range(3_000_000): pass\nprint('up', flush=True)\ninput()") with { Input = StandardInput.Pipe }, Deadline);
        await ReadUntilAsync(running.Output, "up");
        var statistics = Assert.NotNull(await process.Launcher.GetStatisticsAsync(Deadline));
        Assert.Equal(1, statistics.Processes);
        Assert.InRange(statistics.ResidentBytes, 50_000_000, 200_000_000);
        Assert.InRange(statistics.ProportionalBytes, 50_000_000, statistics.ResidentBytes);
        Assert.InRange(statistics.CpuTime.TotalMilliseconds, 30, 20_000);

        await running.Input!.DisposeAsync();
        await running.Ended.WaitAsync(Deadline);
        await Eventually.TrueAsync(
            async () => (await process.Launcher.GetStatisticsAsync(Deadline)) is { Processes: 0 } after && after.CpuTime >= statistics.CpuTime,
            "what has ended stays counted in the time");
    }
}
