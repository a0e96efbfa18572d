using System.Text;
using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class TerminalTests(LauncherFixture fixture) : IClassFixture<LauncherFixture>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_terminal_has_a_name_its_size_and_UTF8_and_is_the_controlling_one()
    {
        await using var process = await StartAsync("bash", "-c", "tty; stty size; stty -a | grep -o -- '-\\?iutf8'; : < /dev/tty && echo controlling");
        var text = await ReadTextAsync(process.Terminal!.Stream);
        Assert.Matches("^/dev/pts/[0-9]+\r\n30 100\r\niutf8\r\ncontrolling\r\n$", text);
        Assert.Equal(0, (await process.Exited.WaitAsync(Deadline)).ExitCode);
    }

    [Fact]
    public async Task Job_control_works_with_stop_foreground_and_interrupt()
    {
        await using var process = await StartBashAsync();
        var terminal = process.Terminal!;
        Assert.Equal(process.Pid, await terminal.GetForegroundGroupAsync(Deadline));

        await TypeAsync(terminal, "sleep 1000\r");
        await SleepIsInForegroundAsync(process);
        await TypeAsync(terminal, "\x1a");
        await ReadUntilAsync(terminal.Stream, "Stopped");
        await TypeAsync(terminal, "jobs -r | wc -l; fg\r");
        await ReadUntilAsync(terminal.Stream, "0\r\n");
        await SleepIsInForegroundAsync(process);
        await TypeAsync(terminal, "\x03");
        await ReadUntilAsync(terminal.Stream, "$ ");
        await TypeAsync(terminal, "echo status $?\r");
        await ReadUntilAsync(terminal.Stream, "status 130\r\n");
    }

    [Fact]
    public async Task A_signal_to_the_foreground_spares_the_shell()
    {
        await using var process = await StartBashAsync();
        await TypeAsync(process.Terminal!, "sleep 1000\r");
        await SleepIsInForegroundAsync(process);
        Assert.Equal(1, (await process.SignalAsync(Signals.Term, SignalScope.Foreground, Deadline)).Signalled);
        await TypeAsync(process.Terminal!, "echo status $?\r");
        await ReadUntilAsync(process.Terminal!.Stream, "status 143\r\n");
    }

    [Fact]
    public async Task A_change_of_size_is_told_to_the_program()
    {
        await using var process = await StartAsync(
            "bash", "-c", "trap 'stty size; exit' WINCH; echo up; while :; do sleep 0.01; done");
        await ReadUntilAsync(process.Terminal!.Stream, "up\r\n");
        process.Terminal.Resize(new TerminalSize(12, 345));
        Assert.Equal(new TerminalSize(12, 345), process.Terminal.Size);
        Assert.Equal("12 345\r\n", await ReadTextAsync(process.Terminal.Stream));
    }

    [Fact]
    public async Task A_terminals_output_ends_when_no_process_has_it_open_and_not_before()
    {
        await using var process = await StartAsync("bash", "-c", "(trap '' HUP; exec sleep 0.3; echo late) & exit 3");
        Assert.Equal(3, (await process.Exited.WaitAsync(Deadline)).ExitCode);
        Assert.Equal("", await ReadTextAsync(process.Terminal!.Stream));
        await process.Ended.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_terminal_of_another_user_belongs_to_that_user()
    {
        Assert.True(Environment.IsPrivilegedProcess, "Only root can start programs as somebody else.");
        await using var process = await fixture.Launcher.SpawnAsync(
            Shell("stat -c %u $(tty); echo reopened > $(tty)") with { Terminal = new TerminalSize(24, 80), User = new UserIdentity(54321, 54321) }, Deadline);
        Assert.Equal("54321\r\nreopened\r\n", await ReadTextAsync(process.Terminal!.Stream));
    }

    private static async Task TypeAsync(PseudoTerminal terminal, string keys) =>
        await terminal.Stream.WriteAsync(Encoding.UTF8.GetBytes(keys), Deadline);

    /// <summary>Before its exec a child of bash still ignores what the shell ignores.</summary>
    private static Task SleepIsInForegroundAsync(SpawnedProcess shell) => Eventually.TrueAsync(
        async () => await shell.Terminal!.GetForegroundGroupAsync(Deadline) is { } group
            && (await shell.ListTreeAsync(Deadline)).Any(one => one is { Name: "sleep", State: 'S' } && one.Pid == group),
        "sleep in the foreground");

    private async Task<SpawnedProcess> StartBashAsync()
    {
        var process = await StartAsync("bash", "--norc", "-i");
        await ReadUntilAsync(process.Terminal!.Stream, "$ ");
        return process;
    }

    private Task<SpawnedProcess> StartAsync(params string[] arguments) => fixture.Launcher.SpawnAsync(
        Program(arguments) with
        {
            Terminal = new TerminalSize(30, 100),
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["TERM"] = "dumb", ["PS1"] = "$ " },
        },
        Deadline);
}
