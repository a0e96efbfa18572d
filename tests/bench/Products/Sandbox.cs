using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Bench.Products;

/// <summary>A sandbox of the product, reached as any program reaches it. Deleted at its end.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly ProductServer _server;

    private Sandbox(ProductServer server, string id)
    {
        _server = server;
        Id = id;
    }

    public string Id { get; }

    public HttpClient Client => _server.Client;

    /// <param name="network"><c>none</c> or <c>egress</c>.</param>
    public static async Task<Sandbox> CreateAsync(ProductServer server, string network, CancellationToken cancellationToken)
    {
        var id = $"bench-{Guid.NewGuid():N}"[..20];
        using var answer = await server.Client.PostAsJsonAsync("/api/sandboxes", new { id, network }, cancellationToken);
        await answer.SucceededAsync(cancellationToken);
        return new Sandbox(server, id);
    }

    /// <summary>The address of one of the sandbox's own routes, as <c>api/execute</c>.</summary>
    public string Route(string path) => $"/sandboxes/{Id}/{path}";

    /// <summary>Runs a command and gives its stdout; an exit code that is not 0 is a wrong answer.</summary>
    /// <param name="session">The shell session; null: the sandbox's default one.</param>
    public async Task<string> ExecuteAsync(string command, string? session, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("api/execute", new { command, sessionId = session }, cancellationToken);
        var exitCode = answer.GetProperty("exitCode").GetInt32();
        var stdout = answer.GetProperty("stdout").GetString()!;
        return exitCode == 0
            ? stdout
            : throw new WrongAnswerException($"{command} ended with {exitCode}: {answer.GetProperty("stderr").GetString()}");
    }

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await Client.PostAsJsonAsync(Route(path), body, cancellationToken);
        await answer.SucceededAsync(cancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    /// <summary>Posts and hands every event of the answer to <paramref name="take"/>, until the stream ends.</summary>
    /// <param name="take">Gets the JSON of one event.</param>
    public async Task StreamAsync(string path, object body, Action<ReadOnlySpan<byte>> take, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Route(path)) { Content = JsonContent.Create(body) };
        using var answer = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await answer.SucceededAsync(cancellationToken);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await EventStream.ReadAsync(stream, take, cancellationToken);
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await Client.DeleteAsync(Route(path), cancellationToken);
        await answer.SucceededAsync(cancellationToken);
    }

    public Task<ClientWebSocket> SocketAsync(string path, CancellationToken cancellationToken) =>
        Loopback.SocketAsync(_server.Address, Route(path), ProductServer.Authorization, subprotocol: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var answer = await Client.DeleteAsync($"/api/sandboxes/{Id}");
        await answer.SucceededAsync(CancellationToken.None);
    }
}
