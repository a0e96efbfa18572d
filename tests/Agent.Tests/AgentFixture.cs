using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agent.Tests.Native;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Hello;
using Microsoft.Win32.SafeHandles;

namespace Agent.Tests;

/// <summary>
/// A whole Agent in the test host, through its entry point, with a launcher of its own, on a Unix socket: what a provider
/// starts, without the walls.
/// </summary>
public class AgentFixture : IAsyncLifetime
{
    private const string Secret = "the-secret";

    private readonly TempFolder _folder = new();
    private Socket? _listener;
    private Process? _launcher;
    private Task? _agent;
    private Process? _process;

    /// <summary>In a process of its own, whose memory can be told from the tests'.</summary>
    protected virtual bool RunsApart => false;

    /// <summary>The most that the Agent's own process has had resident.</summary>
    public long PeakResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public HttpClient Client { get; private set; } = null!;

    /// <summary>An empty folder that commands may use.</summary>
    public string Workspace => Path.Combine(_folder.Path, "workspace");

    public string State => Path.Combine(_folder.Path, "state");

    internal Dictionary<string, string> Environment { get; } = new()
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        ["HOME"] = "/root",
        ["LANG"] = "C.UTF-8",
    };

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Workspace);
        Directory.CreateDirectory(State);
        var config = Path.Combine(_folder.Path, "agent.json");
        File.WriteAllBytes(config, JsonSerializer.SerializeToUtf8Bytes(
            new AgentConfig
            {
                SandboxId = SandboxId.New(),
                Secret = Secret,
                StateDirectory = State,
                Environment = Environment,
            },
            HelloJson.Default.AgentConfig));

        var address = Path.Combine(_folder.Path, "agent.sock");
        _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(address));
        _listener.Listen();
        Start(config, _listener);
        Client = new(new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = new("http://agent"),
            DefaultRequestVersion = new(2, 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromSeconds(60),
            DefaultRequestHeaders = { { CallerHeaders.Secret, Secret }, { CallerHeaders.Actor, "ann" }, { CallerHeaders.Role, "owner" } },
        };
        return ValueTask.CompletedTask;
    }

    /// <summary>Posts JSON and gives back the answer, whatever its status.</summary>
    public async Task<(int Status, JsonObject Body)> PostAsync(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async Task<(int Status, JsonObject Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    public async Task<(int Status, JsonObject Body)> DeleteAsync(string path)
    {
        using var response = await Client.DeleteAsync(path, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await ReadAsync(response));
    }

    /// <summary>Runs a command in a session of its own unless one is named, and expects an answer.</summary>
    public async Task<JsonObject> ExecuteAsync(string command, string session, object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["command"] = command;
        body["sessionId"] = session;
        var (status, answer) = await PostAsync("/api/execute", body);
        Assert.True(status == 200, $"{status}: {answer}");
        return answer;
    }

    /// <summary>A session in the workspace.</summary>
    public async Task<string> SessionAsync(object? more = null)
    {
        var body = JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["cwd"] ??= Workspace;
        var (status, answer) = await PostAsync("/api/session/create", body);
        Assert.True(status == 200, $"{status}: {answer}");
        return (string)answer["data"]!["id"]!;
    }

    /// <summary>The events of a stream, as they come, with their ids.</summary>
    public async IAsyncEnumerable<(long Id, JsonObject Event)> StreamAsync(HttpRequestMessage request)
    {
        (request.Version, request.VersionPolicy) = (Client.DefaultRequestVersion, Client.DefaultVersionPolicy);
        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await DescribeAsync(response));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var id = 0L;
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                id = long.Parse(line[4..]);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                yield return (id, JsonNode.Parse(line[6..])!.AsObject());
            }
        }
    }

    public async Task<List<(long Id, JsonObject Event)>> StreamAllAsync(string path, object? body = null)
    {
        var events = new List<(long, JsonObject)>();
        await foreach (var one in StreamAsync(new(body is null ? HttpMethod.Get : HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        }))
        {
            events.Add(one);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        using (await Client.PostAsync("/api/shutdown", null))
        {
        }

        await _agent!.WaitAsync(TimeSpan.FromSeconds(60));
        Client.Dispose();
        if (_process is null)
        {
            // The Agent has closed it: a disposal would wait for its own close for ever.
            _listener!.SafeHandle.SetHandleAsInvalid();
        }
        else
        {
            _listener!.Dispose();
            _process.Dispose();
        }

        // With a process of its own the Agent's end would be the launcher's; here its socket lives in the test host.
        _launcher!.Kill();
        GC.SuppressFinalize(this);

        await _launcher.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _launcher.Dispose();
        _folder.Dispose();
    }

    private static async Task<string> DescribeAsync(HttpResponseMessage response) =>
        response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    private void Start(string config, Socket listener)
    {
        (_launcher, var ours) = LauncherProcess.StartRaw();
        string[] arguments =
        [
            "--config", config, "--listen-fd", $"{listener.Handle}", "--launcher-fd", $"{ours.DangerousGetHandle()}",
        ];
        var agent = typeof(Agent.Journal.EventJournal).Assembly;
        if (RunsApart)
        {
            _process = LauncherProcess.StartWith(
                new("dotnet", [agent.Location, .. arguments]) { RedirectStandardOutput = true },
                ours, new SafeFileHandle(listener.Handle, ownsHandle: false));
            _process.BeginOutputReadLine();
            _agent = _process.WaitForExitAsync();
            ours.Dispose();
        }
        else
        {
            ours.SetHandleAsInvalid();
            _agent = Task.Run(() => (Task?)agent.EntryPoint!.Invoke(null, [arguments]) ?? Task.CompletedTask);
        }
    }
}

/// <inheritdoc/>
public sealed class SeparateAgentFixture : AgentFixture
{
    protected override bool RunsApart => true;
}
