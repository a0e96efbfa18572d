using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

/// <summary>The launcher as pid 1 of a bubblewrap world, where user code has its uid; the tests play the attacker.</summary>
public sealed class InnerWorldTests : IAsyncLifetime
{
    private const string Attack = """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        target = int(sys.argv[1])
        def refused(name, result):
            print(name, 'refused' if result == -1 else 'DONE')
        refused('attach', libc.ptrace(16, target, 0, 0))
        refused('seize', libc.ptrace(0x4206, target, 0, 0))
        pidfd = libc.syscall(434, target, 0)
        for fd in range(0, 12):
            if libc.syscall(438, pidfd, fd, 0) != -1: print('took', fd)
        class iovec(ctypes.Structure): _fields_ = [('base', ctypes.c_void_p), ('size', ctypes.c_size_t)]
        buffer = ctypes.create_string_buffer(8)
        mine, theirs = iovec(ctypes.addressof(buffer), 8), iovec(0x400000, 8)
        refused('read', libc.process_vm_readv(target, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0))
        for name in ('mem', 'environ', 'maps', 'fd/0'):
            try:
                open(f'/proc/{target}/{name}', 'rb').read(1)
                print(name, 'DONE')
            except OSError:
                print(name, 'refused')
        try:
            print('fd', os.listdir(f'/proc/{target}/fd'))
        except OSError:
            print('fd refused')
        """;

    private const string AllRefused = """
        attach refused
        seize refused
        read refused
        mem refused
        environ refused
        maps refused
        fd/0 refused
        fd refused

        """;

    private LauncherProcess? _world;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private Launcher Launcher => _world!.Launcher;

    public async ValueTask InitializeAsync()
    {
        _world = LauncherProcess.Start(serve =>
        [
            "setpriv", "--reuid=54400", "--regid=54400", "--clear-groups",
            "bwrap", "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--as-pid-1", "--clearenv",
            "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
            "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
            "--ro-bind", LauncherProcess.Path, "/launcher", "--", "/launcher", .. serve[1..],
        ]);
        Assert.Equal(1, await _world.Launcher.Ready.WaitAsync(Deadline));
    }

    public async ValueTask DisposeAsync() => await _world!.DisposeAsync();

    [Fact]
    public async Task User_code_can_neither_trace_nor_read_nor_rob_the_launcher()
    {
        var (_, output, error) = await RunAsync(Launcher, Program("/usr/bin/python3", "-c", Attack, "1"));
        Assert.Equal((AllRefused, ""), (output, error));
    }

    [Fact]
    public async Task User_code_can_neither_trace_nor_read_nor_rob_a_warden()
    {
        var (_, output, error) = await RunAsync(
            Launcher, Program("/usr/bin/python3", "-c", $"import os, sys\nsys.argv = ['', str(os.getppid())]\n{Attack}"));
        Assert.Equal((AllRefused, ""), (output, error));
    }

    [Fact]
    public async Task The_same_attack_does_reach_an_ordinary_process()
    {
        var (_, output, _) = await RunAsync(
            Launcher, Program("/usr/bin/python3", "-c", $"import subprocess, sys\nvictim = subprocess.Popen(['sleep', '1000'])\nsys.argv = ['', str(victim.pid)]\n{Attack}\nos.kill(victim.pid, 9)"));
        Assert.Contains("environ DONE\nmaps DONE\nfd/0 DONE\nfd ['0', '1', '2']\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_signal_from_inside_ends_the_launcher()
    {
        await RunAsync(Launcher, Shell("for n in $(seq 1 64); do kill -$n 1; done"));
        Assert.Equal("alive\n", (await RunAsync(Launcher, Shell("echo alive"))).Output);
        await using var attacker = await Launcher.SpawnAsync(
            Shell("read; kill -STOP -1; kill -KILL -1") with { Input = StandardInput.Pipe }, Deadline);
        await attacker.Input!.WriteAsync("\n"u8.ToArray(), Deadline);
        await attacker.Ended.WaitAsync(Deadline);
        Assert.Equal("alive\n", (await RunAsync(Launcher, Shell("echo alive"))).Output);
    }

    [Fact]
    public async Task Programs_run_as_the_user_of_the_inner_world_with_nothing_open()
    {
        var (_, output, error) = await RunAsync(Launcher, Shell("id -u; id -g; ls /proc/self/fd | tr '\\n' ' '; cat /proc/self/oom_score_adj; grep CapEff /proc/self/status"));
        Assert.Equal(("1000\n1000\n0 1 2 3 500\nCapEff:\t0000000000000000\n", ""), (output, error));
    }

    /// <summary>Neither the socket that leads from a virtual machine to its host, by any of its calls, nor what makes one past the filter.</summary>
    [Fact]
    public async Task The_ways_out_that_no_namespace_closes_are_closed()
    {
        var (_, output, error) = await RunAsync(Launcher, Program("/usr/bin/python3", "-c", """
            import ctypes, errno, socket
            libc = ctypes.CDLL(None, use_errno=True)
            def say(name, *call):
                print(name, 'made' if libc.syscall(*call) >= 0 else errno.errorcode[ctypes.get_errno()])
            say('inet', 41, socket.AF_INET, socket.SOCK_STREAM, 0)
            say('unix', 41, socket.AF_UNIX, socket.SOCK_STREAM, 0)
            say('vsock', 41, 40, socket.SOCK_STREAM, 0)
            say('vsock, x32', 41 | 0x40000000, 40, socket.SOCK_STREAM, 0)
            say('io_uring', 425, 1, ctypes.create_string_buffer(120))
            say('small segment', 29, 0, 16 << 10, 0o1600)
            say('large segment', 29, 0, (16 << 10) + 1, 0o1600)
            say('huge segment', 29, 0, ctypes.c_long(1 << 32), 0o1600)
            say('few semaphores', 64, 0, 32, 0o1600)
            say('many semaphores', 64, 0, 33, 0o1600)
            say('messages', 68, 0, 0o1600)
            """));
        Assert.Equal(("""
            inet made
            unix made
            vsock EAFNOSUPPORT
            vsock, x32 EAFNOSUPPORT
            io_uring ENOSYS
            small segment made
            large segment EINVAL
            huge segment EINVAL
            few semaphores made
            many semaphores EINVAL
            messages ENOSYS

            """, ""), (output, error));
    }

    [Fact]
    public async Task A_terminal_is_one_of_the_inner_world()
    {
        await using var process = await Launcher.SpawnAsync(
            Shell("tty; ls /dev/pts; stat -c %U $(tty) 2>/dev/null; python3 -c 'import os; print(os.ttyname(0))'") with { Terminal = new TerminalSize(24, 80) }, Deadline);
        var text = await ReadTextAsync(process.Terminal!.Stream);
        Assert.StartsWith("/dev/pts/0\r\n0  ptmx\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("/dev/pts/0\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreground_group_and_trees_are_told_in_the_numbers_of_the_inner_world()
    {
        await using var process = await Launcher.SpawnAsync(
            Program("bash", "-c", "echo $$; exec sleep 1000") with { Terminal = new TerminalSize(24, 80) }, Deadline);
        var text = await ReadUntilAsync(process.Terminal!.Stream, "\n");
        Assert.Equal(process.Pid, int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(process.Pid, await process.Terminal.GetForegroundGroupAsync(Deadline));
        await Eventually.TrueAsync(async () => (await process.ListTreeAsync(Deadline)) is [{ Name: "sleep" } one] && one.Pid == process.Pid, "one sleep");
    }

    [Fact]
    public async Task When_the_Agent_is_gone_the_whole_world_is()
    {
        var marker = $"{Random.Shared.Next(100_000, 1_000_000)}";
        await using var process = await Launcher.SpawnAsync(Shell($"setsid sleep {marker} & sleep {marker}"), Deadline);
        await Eventually.TrueAsync(() => Task.FromResult(CountOnHost(marker) == 2), "both sleeps are seen from outside");
        await Launcher.DisposeAsync();
        await Eventually.TrueAsync(() => Task.FromResult(CountOnHost(marker) == 0), "both end");
    }

    private static int CountOnHost(string argument) => Directory.EnumerateDirectories("/proc").Count(path =>
    {
        try
        {
            return File.ReadAllText(path + "/cmdline") == $"sleep\0{argument}\0";
        }
        catch (IOException)
        {
            return false;
        }
    });
}
