using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Ide.Web.Hosting;

namespace Ide.Web.Tests.Hosting;

/// <summary>The server as the process that a person starts.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ide-web-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int ExitCode, string Said)> RunAsync(params string[] arguments)
    {
        return await RunAsync(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Ide.Web.dll"), "--data", Path.Combine(_folder, "data"), .. arguments]));
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;

        // Beside the tests' binaries there is no published wwwroot, which it would mention.
        start.Environment["Logging__LogLevel__Microsoft.AspNetCore.StaticFiles"] = "None";
        using var server = Process.Start(start)!;
        var (output, error) = (server.StandardOutput.ReadToEndAsync(), server.StandardError.ReadToEndAsync());
        await server.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return (server.ExitCode, (await output + await error).Trim());
    }

    [Fact]
    public async Task What_keeps_it_from_starting_is_one_plain_sentence_and_an_exit_code()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        File.WriteAllText(Path.Combine(_folder, "Agent"), "");
        File.WriteAllText(Path.Combine(_folder, "ide-launcher"), "");

        (string[] Arguments, int ExitCode, string Sentence)[] cases =
        [
            (["--prot", "1"], 2, "--prot is not an option of this server; --help lists them."),
            (["--token", "short"], 1, "--token must be at least 16 printable characters without spaces: whoever guesses it owns the server."),
            (["--host", "example.org"], 1, "--host example.org is neither localhost, * nor an IP address of this machine."),
            (["--agent", _folder, "--port", $"{port}"], 1, $"Port {port} is in use by another program. Choose another with --port."),
            (["--agent", _folder, "--data", "/proc/nothing"], 1, "*"),
        ];
        foreach (var (arguments, exitCode, sentence) in cases)
        {
            var (code, said) = await RunAsync(arguments);
            Assert.True(said.Split('\n').Length == 1 && said.Length > 0, $"{string.Join(' ', arguments)} said: {said}");
            Assert.Equal((exitCode, sentence == "*" ? said : sentence), (code, said));
        }
    }

    [Fact]
    public async Task Help_is_given_behind_what_the_script_puts_before_it()
    {
        Assert.Equal((0, CommandLine.Usage.Trim()), await RunAsync("--agent", _folder, "--help"));
    }

    /// <summary>As root, in namespaces of its own in which something is missing that a sandbox needs.</summary>
    [Theory]
    [InlineData("mount -t tmpfs none /usr/bin", "Sandboxes need bubblewrap: install the package bubblewrap.")]
    [InlineData(
        "echo 0 >/proc/sys/user/max_user_namespaces",
        "Sandboxes need user namespaces, which this machine forbids: set the sysctl user.max_user_namespaces to 10000.")]
    [InlineData(
        "mount -t tmpfs -o size=32k none {0}; head -c 64k /dev/zero >{0}/full 2>/dev/null",
        "No room is left on the disk of the server's data directory: free some and try again.")]
    public async Task A_machine_that_cannot_run_sandboxes_says_what_to_do(string lack, string sentence)
    {
        // Not the name in PATH, whose folder may be the one that is hidden.
        var dotnet = Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        File.WriteAllText(Path.Combine(_folder, "Agent"), "");
        File.WriteAllText(Path.Combine(_folder, "ide-launcher"), "");
        var start = new ProcessStartInfo("unshare", [
            "--user", "--map-root-user", "--mount", "/bin/sh", "-c",
            string.Format(CultureInfo.InvariantCulture, lack, Path.Combine(_folder, "data")) + "; exec \"$@\"", "sh",
            dotnet, Path.Combine(AppContext.BaseDirectory, "Ide.Web.dll"), "--data", Path.Combine(_folder, "data"), "--agent", _folder, "--port", "0",
            "--Logging:LogLevel:Microsoft.AspNetCore.StaticFiles=None"]);

        Assert.Equal((1, sentence), await RunAsync(start));
    }
}
