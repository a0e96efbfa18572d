using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class TreeTests(LauncherFixture fixture) : IClassFixture<LauncherFixture>
{
    /// <summary>Forks twice with a new session in between, closes everything and stays.</summary>
    private const string Daemon = """
        import os, sys, time
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 3)
                time.sleep(1000)
            os._exit(0)
        os.wait()
        """;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_daemon_stays_in_the_tree_after_its_programs_end_and_is_ended_with_it()
    {
        await using var process = await fixture.Launcher.SpawnAsync(Python(Daemon), Deadline);
        Assert.Equal(0, (await process.Exited.WaitAsync(Deadline)).ExitCode);
        var daemon = Assert.Single(await process.ListTreeAsync(Deadline));
        Assert.Equal("python3", daemon.Name);
        Assert.NotEqual(process.Pid, daemon.Session);
        Assert.False(process.Ended.IsCompleted);

        Assert.Equal(new SignalOutcome(1, 0), await process.SignalAsync(Signals.Kill, SignalScope.Tree, Deadline));
        await process.Ended.WaitAsync(Deadline);
        Assert.False(Directory.Exists($"/proc/{daemon.Pid}"));
    }

    [Fact]
    public async Task Disposal_ends_the_tree_and_leaves_nothing()
    {
        var process = await fixture.Launcher.SpawnAsync(Shell("setsid sleep 1000 & sleep 1000 & sleep 1000"), Deadline);
        await Eventually.TrueAsync(async () => (await process.ListTreeAsync(Deadline)).Count(one => one.Name == "sleep") == 3, "three sleeps");
        var pids = (await process.ListTreeAsync(Deadline)).Select(one => one.Pid).ToArray();
        Assert.Equal(4, pids.Length);
        await process.DisposeAsync();
        await Eventually.TrueAsync(() => Task.FromResult(!pids.Any(pid => Directory.Exists($"/proc/{pid}"))), "all four end");
    }

    [Fact]
    public async Task TERM_reaches_each_process_of_the_tree_once()
    {
        const string script = """
            import os, signal
            signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
            os.fork()
            os.write(1, b'up\n')
            while True:
                signal.sigwait([signal.SIGTERM])
                os.write(1, b'term\n')
            """;
        await using var process = await fixture.Launcher.SpawnAsync(Python(script), Deadline);
        var text = await ReadUntilAsync(process.Output, "up\nup\n");
        await process.SignalAsync(Signals.Term, SignalScope.Tree, Deadline);
        text += await ReadUntilAsync(process.Output, "term\nterm\n");
        await process.SignalAsync(Signals.Kill, SignalScope.Tree, Deadline);
        text += await ReadTextAsync(process.Output);
        Assert.Equal("up\nup\nterm\nterm\n", text);
        Assert.Equal(Signals.Kill, (await process.Exited.WaitAsync(Deadline)).Signal);
    }

    [Fact]
    public async Task What_a_command_started_is_ended_and_the_shell_and_earlier_jobs_live_on()
    {
        await using var shell = await fixture.Launcher.SpawnAsync(
            Program("bash", "--norc", "--noediting", "-i") with { Input = StandardInput.Pipe }, Deadline);
        await shell.Input!.WriteAsync("(while :; do sleep 0.02; done) & setsid sleep 1001 & echo ready\n"u8.ToArray(), Deadline);
        await ReadUntilAsync(shell.Output, "ready\n");
        await Eventually.TrueAsync(
            async () => (await shell.ListTreeAsync(Deadline)).Any(one => one.Name == "sleep" && one.Session != shell.Pid), "setsid became sleep");
        var before = await shell.ListTreeAsync(Deadline);

        await shell.Input!.WriteAsync("(setsid sleep 1002 &); sleep 1003 | sleep 1004; echo back\n"u8.ToArray(), Deadline);
        await Eventually.TrueAsync(
            async () => (await shell.ListTreeAsync(Deadline)).Count(one => one.Name == "sleep" && !before.Contains(one)) >= 3, "three sleeps more");
        var outcome = await shell.SignalSinceAsync(before, Signals.Kill, Deadline);
        Assert.InRange(outcome.Signalled, 3, 4);
        await ReadUntilAsync(shell.Output, "back\n");

        var after = await shell.ListTreeAsync(Deadline);
        Assert.Contains(after, one => one.Pid == shell.Pid);
        // The shell, its loop, and what has a session of its own; not what the loop is about to start, which has its name for a moment.
        foreach (var earlier in before.Where(one => (one.Name == "bash" && (one.Pid == shell.Pid || one.Parent == shell.Pid)) || one.Session != shell.Pid))
        {
            Assert.Contains(after, one => (one.Pid, one.StartTime) == (earlier.Pid, earlier.StartTime));
        }

        await shell.Input!.WriteAsync("pgrep -fx 'sleep 100[234]'; echo asked\n"u8.ToArray(), Deadline);
        Assert.Equal("asked\n", await ReadUntilAsync(shell.Output, "asked\n"));
    }

    [Theory]
    [InlineData("a tree that doubles", "b() { b | b & }; b; wait")]
    [InlineData("a tree that doubles in new sessions", "exec /usr/bin/python3 -c 'import os\nwhile True:\n  try:\n    if os.fork() == 0: os.setsid()\n  except OSError: pass'")]
    [InlineData("a chain that forks and exits", "exec /usr/bin/python3 -c 'import os\nwhile True:\n  try:\n    if os.fork() != 0: os._exit(0)\n    os.setsid()\n  except OSError: pass'")]
    public async Task No_fork_bomb_escapes(string kind, string script)
    {
        Assert.True(Environment.IsPrivilegedProcess, "The bomb needs a user of its own, which only root can give it.");
        var user = new UserIdentity(60_000 + (uint)kind.Length, 60_000);
        await using var bomb = await fixture.Launcher.SpawnAsync(
            Shell(script) with { User = user, Limits = [new ResourceLimit(ResourceLimit.Processes, 60, 60)] }, Deadline);
        bomb.Error.Dispose();
        await Eventually.TrueAsync(
            async () => bomb.Exited.IsCompleted || (await bomb.ListTreeAsync(Deadline)).Count > 20, "the bomb goes off");
        var outcome = await bomb.SignalAsync(Signals.Kill, SignalScope.Tree, Deadline);
        Assert.Equal(0, outcome.Alive);
        await bomb.Ended.WaitAsync(Deadline);
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc", "?*").Where(path => char.IsAsciiDigit(path[6])),
            path => OwnerOf(path) == user.UserId);
    }

    [Fact]
    public async Task A_signal_to_what_has_ended_reaches_nobody()
    {
        await using var process = await fixture.Launcher.SpawnAsync(Program("true"), Deadline);
        await process.Exited.WaitAsync(Deadline);
        Assert.Equal(default, await process.SignalAsync(Signals.Term, SignalScope.Process, Deadline));
        await process.Ended.WaitAsync(Deadline);
        Assert.Equal(default, await process.SignalAsync(Signals.Kill, SignalScope.Tree, Deadline));
        Assert.Empty(await process.ListTreeAsync(Deadline));
    }

    [Fact]
    public async Task A_signal_reaches_no_process_of_another_tree_nor_one_with_another_start_time()
    {
        await using var one = await fixture.Launcher.SpawnAsync(Program("sleep", "1000"), Deadline);
        await using var other = await fixture.Launcher.SpawnAsync(Shell("sleep 1000; :"), Deadline);
        await Eventually.TrueAsync(async () => (await other.ListTreeAsync(Deadline)).Any(process => process.Name == "sleep"), "the sleep of the other");
        var sleep = (await other.ListTreeAsync(Deadline)).Single(process => process.Name == "sleep");
        Assert.Equal(default, await one.SignalAsync(sleep, Signals.Kill, SignalScope.Process, Deadline));
        Assert.Equal(default, await other.SignalAsync(
            sleep with { StartTime = sleep.StartTime - 1 }, Signals.Kill, SignalScope.Process, Deadline));
        Assert.Equal(1, (await other.SignalAsync(sleep, Signals.Kill, SignalScope.Process, Deadline)).Signalled);
        Assert.Equal(0, (await other.Exited.WaitAsync(Deadline)).ExitCode);
        Assert.False(one.Exited.IsCompleted);
    }

    [Fact]
    public async Task A_number_that_is_no_signal_is_refused()
    {
        await using var process = await fixture.Launcher.SpawnAsync(Program("sleep", "1000"), Deadline);
        var failure = await Assert.ThrowsAsync<IOException>(() => process.SignalAsync(99, SignalScope.Tree, Deadline));
        Assert.Equal(Errno.EINVAL, failure.HResult);
    }

    private static uint? OwnerOf(string path)
    {
        try
        {
            var line = File.ReadLines(path + "/status").First(text => text.StartsWith("Uid:", StringComparison.Ordinal));
            return uint.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
