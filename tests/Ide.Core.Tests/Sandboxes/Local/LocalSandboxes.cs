using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;
using Ide.Core.Sandboxes.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>A server's sandboxes in a data directory of their own; everything is destroyed at the end.</summary>
internal sealed class LocalSandboxes : IAsyncDisposable
{
    private readonly LocalProvider _provider;

    public LocalSandboxes(string? data = null, TimeProvider? time = null)
    {
        Data = data ?? Directory.CreateTempSubdirectory("ide-core-").FullName;
        Catalog = new SandboxCatalog(Data);
        _provider = new LocalProvider(Catalog, PublishedAgent.Directory, Data);
        Lifecycle = new SandboxLifecycle(Catalog, _provider, time ?? TimeProvider.System, NullLogger<SandboxLifecycle>.Instance);
    }

    public string Data { get; }

    public SandboxCatalog Catalog { get; }

    public SandboxLifecycle Lifecycle { get; }

    public ISandboxProvider Provider => _provider;

    public async Task<SandboxId> CreateAsync(NewSandbox? wanted = null) =>
        (await Lifecycle.CreateAsync(wanted ?? new() { Network = NetworkAccess.None }, "ann", TestContext.Current.CancellationToken)).Id;

    /// <summary>A client of the sandbox's own API, as the web server would be.</summary>
    public HttpClient ClientFor(SandboxId id, Role role = Role.Owner)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await Lifecycle.ConnectAsync(id, token),
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://agent"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Add(CallerHeaders.Secret, Lifecycle.Find(id)!.Secret);
        client.DefaultRequestHeaders.Add(CallerHeaders.Actor, "ann");
        client.DefaultRequestHeaders.Add(CallerHeaders.Role, role.ToWire());
        return client;
    }

    /// <summary>Runs a command in the sandbox's default session.</summary>
    public async Task<(int ExitCode, string Stdout, string Stderr)> ExecuteAsync(SandboxId id, string command, int timeoutMs = 20_000)
    {
        using var client = ClientFor(id);
        using var answer = await client.PostAsJsonAsync("/api/execute", new { command, timeoutMs }, TestContext.Current.CancellationToken);
        var body = (await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        Assert.True(answer.IsSuccessStatusCode, body.ToJsonString());
        return ((int)body["exitCode"]!, (string)body["stdout"]!, (string)body["stderr"]!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var record in Lifecycle.List())
        {
            await Lifecycle.DestroyAsync(record.Id, CancellationToken.None);
        }

        Lifecycle.Dispose();
        _provider.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
