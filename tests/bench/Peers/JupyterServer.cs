using System.Net.Http.Headers;

namespace Bench.Peers;

/// <summary>
/// Debian's Jupyter Server on a free port of loopback, in a home directory of its own that ends with it. Its output limits
/// are off: with them it would drop most of what is measured.
/// </summary>
internal sealed class JupyterServer : IAsyncDisposable
{
    private const string Token = "token-of-the-benchmark";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Daemon _daemon;
    private readonly DirectoryInfo _home;

    private JupyterServer(Daemon daemon, DirectoryInfo home, Uri address)
    {
        _daemon = daemon;
        _home = home;
        Address = address;
        Client = Loopback.Client(address, Authorization);
    }

    public static AuthenticationHeaderValue Authorization { get; } = new("token", Token);

    public Uri Address { get; }

    public int ProcessId => _daemon.Id;

    public HttpClient Client { get; }

    public static async Task<JupyterServer> StartAsync(CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("jupyter-bench-");
        var port = Loopback.FreePort();
        var start = new ProcessStartInfo("/usr/bin/python3")
        {
            WorkingDirectory = home.FullName,
            ArgumentList =
            {
                "-m", "jupyter_server", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}",
                "--ServerApp.port_retries=0", $"--ServerApp.token={Token}", $"--ServerApp.root_dir={home.FullName}",
                "--ServerApp.limit_rate=False", "--ServerApp.log_level=WARN",
            },
        };
        start.Environment["HOME"] = home.FullName;
        // What its terminals run.
        start.Environment["SHELL"] = "/bin/bash";
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("JUPYTER", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        var server = new JupyterServer(Daemon.Start(start), home, new Uri($"http://127.0.0.1:{port}"));
        try
        {
            await server._daemon.AnswersAsync(new Uri(server.Address, "/api"), StartLimit, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _daemon.DisposeAsync();
        _home.Delete(recursive: true);
    }
}
