using System.Diagnostics;
using System.Net.Sockets;

namespace Agent.Tests.Native;

/// <summary><c>ide-launcher host</c> and <c>supervise</c>, started as the server starts them.</summary>
public sealed class HostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("launcher-").FullName;

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_daemon_has_its_log_its_listener_its_files_and_nothing_of_ours()
    {
        await File.WriteAllTextAsync($"{_directory}/secret", "from a file\n", Deadline);
        var pid = await StartAsync(
            "--listen", $"{_directory}/agent.sock", "--log", $"{_directory}/log", "--env", "WORD=a b",
            "--rlimit", "nofile=100:200", "--read-fd", $"7={_directory}/secret", "--write-fd", $"9={_directory}/told", "--",
            "/bin/bash", "-c", "cat <&7; echo told >&9; env | grep -v -e ^_ -e ^PWD -e ^SHLVL; ulimit -n; ulimit -Hn; umask; ls /proc/$$/fd; cut -d' ' -f4,7 /proc/$$/stat; readlink /proc/$$/fd/0; pwd; echo $$; echo end");
        var log = await WaitForLogAsync();
        Assert.Equal(
            ["from a file", "WORD=a b", "100", "200", "0077", "0", "1", "2", "3", "7", "9", "1 0", "/dev/null", "/", $"{pid}", "end", ""], log.Split('\n'));
        Assert.Equal("told\n", await File.ReadAllTextAsync($"{_directory}/told", Deadline));
        Assert.Equal("600 600 700\n", await StatAsync("log", "told", "agent.sock"));
    }

    [Fact]
    public async Task A_client_can_connect_before_the_program_accepts_also_where_the_path_is_long()
    {
        var deep = $"{_directory}/{new string('d', 120)}";
        using (var made = Process.Start("mkdir", ["-m", "700", deep]))
        {
            await made.WaitForExitAsync(Deadline);
        }

        await StartAsync(
            "--listen", $"{deep}/s", "--listen-fd", "5", "--log", $"{_directory}/log", "--", "/usr/bin/python3", "-c",
            "import socket\nconnection, _ = socket.socket(fileno=5).accept()\nconnection.sendall(b'hello')\nprint('end', flush=True)");
        File.CreateSymbolicLink($"{_directory}/short", deep);
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint($"{_directory}/short/s"), Deadline);
        var buffer = new byte[5];
        Assert.Equal(5, await client.ReceiveAsync(buffer, Deadline));
        Assert.Equal("hello"u8.ToArray(), buffer);
        await WaitForLogAsync();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0", "--huge-pages", "never")]
    public async Task A_program_may_have_huge_pages_unless_it_is_to_have_none(string enabled, params string[] options)
    {
        await StartAsync([.. options, "--log", $"{_directory}/log", "--", "/bin/sh", "-c", "grep THP_enabled /proc/self/status; echo end"]);
        Assert.StartsWith($"THP_enabled:\t{enabled}\n", await WaitForLogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_becomes_the_wanted_user_without_a_way_back()
    {
        Assert.True(Environment.IsPrivilegedProcess, "Only root can become somebody else.");
        await StartAsync(
            "--uid", "54321", "--gid", "54322", "--log", $"{_directory}/log", "--",
            "/bin/sh", "-c", "grep -E 'Uid|Gid|Groups|Cap(Prm|Eff|Amb)' /proc/self/status; head -c1 /etc/shadow; setpriv --reuid=0 true; echo end");
        var log = await WaitForLogAsync();
        Assert.Contains("Uid:\t54321\t54321\t54321\t54321\nGid:\t54322\t54322\t54322\t54322\nGroups:\t \n", log, StringComparison.Ordinal);
        Assert.Equal(3, log.Split("0000000000000000").Length - 1);
        Assert.Contains("'/etc/shadow' for reading: Permission denied", log, StringComparison.Ordinal);
        Assert.Contains("setresuid failed: Operation not permitted", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failed exec: /no/such: No such file or directory\n", "--", "/no/such")]
    [InlineData("failed arguments: -- PROGRAM is missing\n", "--chdir", "/")]
    [InlineData("failed arguments: --what\n", "--what", "1", "--", "/bin/true")]
    [InlineData("failed arguments: 0\n", "--uid", "0", "--gid", "0", "--", "/bin/true")]
    [InlineData("failed arguments: --uid and --gid go together\n", "--uid", "7", "--", "/bin/true")]
    [InlineData("failed arguments: many\n", "--rlimit", "nofile=many", "--", "/bin/true")]
    [InlineData("failed arguments: files=1\n", "--rlimit", "files=1", "--", "/bin/true")]
    [InlineData("failed arguments: 64=/dev/null\n", "--read-fd", "64=/dev/null", "--", "/bin/true")]
    [InlineData("failed rlimit: setrlimit: Invalid argument\n", "--rlimit", "nofile=2:1", "--", "/bin/true")]
    [InlineData("failed cgroup: /no/such/cgroup.procs: No such file or directory\n", "--cgroup", "/no/such", "--", "/bin/true")]
    [InlineData("failed directory: /no/such: No such file or directory\n", "--chdir", "/no/such", "--", "/bin/true")]
    [InlineData("failed log: /no/such: No such file or directory\n", "--log", "/no/such", "--", "/bin/true")]
    [InlineData("failed open: /no/such: No such file or directory\n", "--read-fd", "5=/no/such", "--", "/bin/true")]
    [InlineData("failed listen: /tmp: Operation not permitted\n", "--listen", "/tmp/agent.sock", "--", "/bin/true")]
    public async Task A_failure_is_one_line_that_names_the_step(string expected, params string[] arguments)
    {
        var told = await HostAsync(arguments);
        Assert.Equal(expected, told.StartsWith("pid ", StringComparison.Ordinal) ? told[(told.IndexOf('\n', StringComparison.Ordinal) + 1)..] : told);
    }

    [Fact]
    public async Task Supervise_ties_the_Agent_to_the_inner_world_and_keeps_its_pid()
    {
        // The Agent stand-in reads the hello from 4 and still has the listener at 3; the inner program gets neither.
        const string agent = """
            import os, socket, struct
            control = socket.socket(fileno=4)
            magic, version, pid, _ = struct.unpack('<IIiI', control.recv(100))
            print(hex(magic), version, pid > 0, os.fstat(3).st_mode & 0o170000 == 0o140000, os.getpid())
            listener = os.readlink('/proc/self/fd/3')
            print(listener in [os.readlink(f'/proc/{pid}/fd/{fd}') for fd in os.listdir(f'/proc/{pid}/fd')], flush=True)
            print('end', flush=True)
            """;
        var pid = await StartAsync(
            "--listen", $"{_directory}/agent.sock", "--log", $"{_directory}/log", "--", LauncherProcess.Path, "supervise",
            "/usr/bin/python3", "-c", agent, "--", LauncherProcess.Path, "serve", "5");
        var lines = (await WaitForLogAsync()).Split('\n');
        Assert.Equal($"0x4c454449 1 True True {pid}", lines[0]);
        Assert.Equal("False", lines[1]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task<string> WaitForLogAsync()
    {
        var log = "";
        await Eventually.TrueAsync(
            async () => (log = await File.ReadAllTextAsync($"{_directory}/log", Deadline)).EndsWith("end\n", StringComparison.Ordinal), "the program's last word");
        return log;
    }

    private static async Task<int> StartAsync(params string[] arguments)
    {
        var told = await HostAsync(arguments);
        Assert.Matches("^pid [0-9]+\n$", told);
        return int.Parse(told[4..^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> HostAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(LauncherProcess.Path, ["host", .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(Deadline);
        await process.WaitForExitAsync(Deadline);
        return told;
    }

    private async Task<string> StatAsync(params string[] names)
    {
        var start = new ProcessStartInfo("stat", ["--printf", "%a ", .. names.Select(name => $"{_directory}/{name}"), "/"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var told = await process.StandardOutput.ReadToEndAsync(Deadline);
        return string.Join(' ', told.Split(' ')[..names.Length]) + "\n";
    }
}
