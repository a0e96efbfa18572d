using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agent.Hosting;
using Agent.Tests.Native;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Hello;

namespace Agent.Tests.Hosting;

/// <summary>
/// The real Agent, from its entry point on, in the test's process: HTTP/2 on a Unix socket, and a launcher inside bubblewrap,
/// where /workspace is a folder of the test's own.
/// </summary>
public sealed class AgentApp : IAsyncLifetime
{
    private const string Secret = "the secret";

    private readonly TempFolder _folder = new();
    private Process? _launcher;
    private Socket? _listener;
    private Task? _agent;
    private readonly HttpClient _client;

    public AgentApp() => _client = new(Handler()) { BaseAddress = new("http://agent") };

    /// <summary>See <see cref="AgentConfig.CommandTimeoutMs"/>.</summary>
    public int CommandTimeoutMs { get; init; } = 600_000;

    /// <summary>On the machine.</summary>
    public string Workspace => Path.Combine(_folder.Path, "workspace");

    private string SocketPath => Path.Combine(_folder.Path, "agent.sock");

    public async ValueTask InitializeAsync()
    {
        foreach (var name in (string[])["workspace", "state", "home"])
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        }

        var config = new AgentConfig
        {
            SandboxId = SandboxId.New(),
            Secret = Secret,
            StateDirectory = Path.Combine(_folder.Path, "state"),
            CommandTimeoutMs = CommandTimeoutMs,
            Environment = new Dictionary<string, string> { ["HOME"] = "/home", ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
        };
        var configPath = Path.Combine(_folder.Path, "config.json");
        await File.WriteAllBytesAsync(configPath, JsonSerializer.SerializeToUtf8Bytes(config, HelloJson.Default.AgentConfig));

        _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen(64);
        (_launcher, var control) = LauncherProcess.StartRaw(Wrap);
        string[] arguments = ["--config", configPath, "--listen-fd", $"{_listener.Handle}", "--launcher-fd", $"{control.DangerousGetHandle()}"];
        _agent = Task.Factory.StartNew(
            () => typeof(AgentOptions).Assembly.EntryPoint!.Invoke(null, [arguments]),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        control.SetHandleAsInvalid(); // the Agent's own from now on
        (await SendAsync(HttpMethod.Get, "/api/ping")).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        (await SendAsync(HttpMethod.Post, "/api/shutdown")).Dispose();
        _client.Dispose();
        await _agent!.WaitAsync(TimeSpan.FromSeconds(60));
        _launcher!.Kill(entireProcessTree: true); // its socket's other end would stay open as long as this process
        await _launcher.WaitForExitAsync();
        _launcher.Dispose();
        _listener!.Dispose();
        _folder.Dispose();
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content = null, string actor = "ann", Role role = Role.Owner, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        foreach (var (name, value) in Identity(actor, role).Concat(headers))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        return response;
    }

    public async Task<JsonNode> PostAsync(string path, object body, Role role = Role.Owner, string actor = "ann")
    {
        using var content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
        using var response = await SendAsync(HttpMethod.Post, path, content, actor, role);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<JsonNode> PatchAsync(string path, object body, Role role = Role.Owner, string actor = "ann")
    {
        using var content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
        using var response = await SendAsync(HttpMethod.Patch, path, content, actor, role);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public async Task<WebSocket> ConnectAsync(string path, Role role = Role.Editor, string actor = "ann")
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        foreach (var (name, value) in Identity(actor, role))
        {
            socket.Options.SetRequestHeader(name, value);
        }

        await socket.ConnectAsync(new Uri("ws://agent" + path), new HttpMessageInvoker(Handler()), TestContext.Current.CancellationToken);
        return socket;
    }

    private static IEnumerable<(string Name, string Value)> Identity(string actor, Role role) =>
        [(CallerHeaders.Secret, Secret), (CallerHeaders.Actor, Uri.EscapeDataString(actor)), (CallerHeaders.Role, role.ToWire())];

    private SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    // Without --die-with-parent: the parent that the kernel means is the thread that started it, and threads of the pool end
    // when there is little to do. The launcher ends when its socket does.
    private string[] Wrap(string[] serve) =>
    [
        "bwrap", "--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000", "--as-pid-1",
        "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
        "--symlink", "usr/lib64", "/lib64", "--ro-bind", "/etc", "/etc", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
        "--tmpfs", "/home", "--bind", Workspace, "/workspace", "--ro-bind", LauncherProcess.Path, "/launcher",
        "--", "/launcher", .. serve[1..],
    ];
}
