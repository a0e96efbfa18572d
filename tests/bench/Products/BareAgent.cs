using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Bench.Products;

/// <summary>
/// The published Agent alone, started as a provider starts it but on the bare machine and with no launcher behind its
/// socket pair: it can answer, and start nothing.
/// </summary>
internal sealed partial class BareAgent : IAsyncDisposable
{
    private const string Secret = "secret-of-the-benchmark";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("agent-bench-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly HttpClient _client;
    private readonly int _launcher;
    private readonly int _agentsLauncher;
    private Daemon? _daemon;

    public BareAgent()
    {
        var address = new UnixDomainSocketEndPoint(Path.Combine(_directory.FullName, "agent.sock"));
        _listener.Bind(address);
        _listener.Listen();
        (_launcher, _agentsLauncher) = PacketPair();
        _client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(address, token) })
        {
            BaseAddress = new Uri("http://agent"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _client.DefaultRequestHeaders.Add("Ide-Secret", Secret);
        _client.DefaultRequestHeaders.Add("Ide-Actor", "bench");
        _client.DefaultRequestHeaders.Add("Ide-Role", "owner");
    }

    /// <summary>Starts it, and asks it something that it can answer as soon as it serves: the request waits in the socket.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var config = Path.Combine(_directory.FullName, "config.json");
        var state = _directory.CreateSubdirectory("state").FullName;
        await File.WriteAllBytesAsync(
            config,
            JsonSerializer.SerializeToUtf8Bytes(
                new { sandboxId = "bench", secret = Secret, stateDirectory = state, environment = new Dictionary<string, string>() }),
            cancellationToken);
        var listener = (int)_listener.Handle;
        Inherit(listener);
        Inherit(_agentsLauncher);
        _daemon = Daemon.Start(new ProcessStartInfo(Path.Combine(Repository.Agent, "Agent"))
        {
            ArgumentList = { "--config", config, "--listen-fd", $"{listener}", "--launcher-fd", $"{_agentsLauncher}" },
        });
    }

    public async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var within = Deadline.Within(StartLimit, cancellationToken);
        using var answer = await _client.GetAsync(new Uri("/api/ping", UriKind.Relative), within.Token);
        await answer.SucceededAsync(within.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }

        _listener.Dispose();
        _ = Close(_launcher);
        _ = Close(_agentsLauncher);
        _directory.Delete(recursive: true);
    }

    private static async ValueTask<Stream> ConnectAsync(EndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(address, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static (int Ours, int Theirs) PacketPair()
    {
        const int unix = 1;
        const int packetsInOrder = 5;
        const int closeOnExec = 0x80000;
        var pair = new int[2];
        return SocketPair(unix, packetsInOrder | closeOnExec, 0, pair) == 0
            ? (pair[0], pair[1])
            : throw new IOException($"socketpair failed with {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>What does not close at exec has the same number in the child: the base library closes nothing there.</summary>
    private static void Inherit(int descriptor)
    {
        const int setDescriptorFlags = 2;
        if (Control(descriptor, setDescriptorFlags, 0) != 0)
        {
            throw new IOException($"fcntl failed with {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    private static partial int SocketPair(int domain, int type, int protocol, [Out] int[] pair);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
