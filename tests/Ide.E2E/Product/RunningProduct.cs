using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ide.E2E.Product;

/// <summary>
/// The published product, started as <c>./run</c> starts it, on a free port of the loopback and with a data directory of
/// its own. It can be killed and started again on the same port and data.
/// </summary>
internal sealed partial class RunningProduct : IAsyncDisposable
{
    /// <summary>The owner's bearer token that the product is started with.</summary>
    public const string Token = "owner-token-of-the-end-to-end-tests";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly StringBuilder _log = new();
    private readonly string _data = Directory.CreateTempSubdirectory("ide-e2e-").FullName;
    private string[] _options = [];
    private Process? _server;
    private int _port;

    /// <summary>The product's address, without a slash at its end.</summary>
    public string Address => $"http://localhost:{_port}";

    /// <summary>The link that signs the owner in, printed by the latest start.</summary>
    public string SignInLink { get; private set; } = "";

    /// <summary>All that the server has printed, for a failing test's message.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <param name="port">0: a free one.</param>
    /// <param name="options">More of the command line.</param>
    public static async Task<RunningProduct> StartAsync(int port = 0, params string[] options)
    {
        var product = new RunningProduct { _port = port, _options = options };
        try
        {
            await product.StartServerAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server; on the port of the earlier start, where there was one.</summary>
    public async Task StartServerAsync()
    {
        var link = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A job in the background of a shell ignores SIGINT, and so would all that it starts: env gives the server its own.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--default-signal=INT", "dotnet",
                Path.Combine(Published.Server, "Ide.Web.dll"),
                "--agent", Published.Agent, "--port", $"{_port}", "--data", _data, "--token", Token,
            },
        };
        Array.ForEach(_options, start.ArgumentList.Add);
        _server = new Process { StartInfo = start, EnableRaisingEvents = true };
        _server.OutputDataReceived += (_, line) => Note(line.Data, link);
        _server.ErrorDataReceived += (_, line) => Note(line.Data, link);
        _server.Exited += (_, _) => link.TrySetException(new InvalidOperationException($"The server ended at its start:\n{Log}"));
        _server.Start();
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();

        SignInLink = await link.Task.WaitAsync(StartLimit);
        _port = new Uri(SignInLink).Port;
    }

    /// <summary>Ends the server as a crash does (SIGKILL). Its sandboxes go on.</summary>
    public async Task KillServerAsync()
    {
        _server!.Kill();
        await _server.WaitForExitAsync();
    }

    /// <summary>Ends a sandbox's Agent as a crash does (SIGKILL), and all that runs in the sandbox with it.</summary>
    public void KillAgent(string sandbox)
    {
        var info = Path.Combine(Directory.GetDirectories(_data, sandbox, SearchOption.AllDirectories)[0], "run", "world.json");
        var world = (int)JsonNode.Parse(File.ReadAllBytes(info))!["child-pid"]!;
        var agent = Process.GetProcessesByName("Agent").Single(found => ParentOf(found.Id) == world);
        agent.Kill();
        Assert.True(agent.WaitForExit(TimeSpan.FromSeconds(20)), "The Agent outlived SIGKILL.");
    }

    /// <returns>0 for one that has ended meanwhile: other tests have Agents, too.</returns>
    private static int ParentOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith("PPid:", StringComparison.Ordinal));
            return int.Parse(line[5..], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Ends the server as Ctrl+C does: its sandboxes end with it.</summary>
    public async Task StopServerAsync()
    {
        if (_server is { HasExited: false })
        {
            using var interrupt = Process.Start("kill", ["-INT", $"{_server.Id}"]);
            await _server.WaitForExitAsync().WaitAsync(StartLimit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: true, ExitCode: not 0 } && _port != 0)
        {
            // It was killed: only a server that runs can stop the sandboxes that it left.
            await StartServerAsync();
        }

        await StopServerAsync();
        _server?.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private void Note(string? line, TaskCompletionSource<string> link)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (OpenLine().Match(line) is { Success: true } match)
        {
            link.TrySetResult(match.Groups[1].Value);
        }
    }

    [GeneratedRegex(@"^Open (http\S+)")]
    private static partial Regex OpenLine();
}
