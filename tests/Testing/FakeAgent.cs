using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>
/// An Agent as the web server sees it: HTTP/2 on a Unix socket. It keeps a journal in memory, answers what a test tells it
/// to, and remembers each request.
/// </summary>
public sealed class FakeAgent : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new();
    private readonly string _socketPath;
    private WebApplication _server;

    private FakeAgent(string socketPath, string journalId)
    {
        (_socketPath, JournalId) = (socketPath, journalId);
        _server = Build();
    }

    public string JournalId { get; set; }

    /// <summary>Which contract it says that it speaks.</summary>
    public int ContractVersion { get; set; } = Contract.Version;

    public string Secret { get; } = "secret-of-the-sandbox";

    /// <summary>Every request so far, in the order in which they came.</summary>
    public ConcurrentQueue<SeenRequest> Requests { get; } = [];

    public FakeJournal Journal { get; } = new();

    public static async Task<FakeAgent> StartAsync(string journalId = "journal-1")
    {
        var agent = new FakeAgent(Path.Combine(Path.GetTempPath(), $"fake-agent-{Guid.NewGuid():N}"), journalId);
        await agent._server.StartAsync();
        return agent;
    }

    /// <summary>From now on answers a call, named like <c>"POST /api/execute"</c>, this way.</summary>
    public void Answer(string call, RequestDelegate answer) => _answers[call] = answer;

    public async ValueTask<Stream> DialAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Dies without a word, as by kill -9: every connection breaks.</summary>
    public async Task CrashAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    /// <summary>Is there again, with the same journal.</summary>
    public async Task RestartAsync()
    {
        _server = Build();
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Journal.Complete();
        await CrashAsync();
        File.Delete(_socketPath);
    }

    private WebApplication Build()
    {
        File.Delete(_socketPath);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(_socketPath, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
        });
        var server = builder.Build();
        server.UseWebSockets();
        server.Run(AnswerAsync);
        return server;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var isSocket = context.WebSockets.IsWebSocketRequest;
        var call = $"{(isSocket ? "GET" : context.Request.Method)} {context.Request.Path}";
        var custom = _answers.GetValueOrDefault(call);
        var body = custom is null && !isSocket ? await ReadAsync(context.Request.Body) : [];
        Requests.Enqueue(new(call, context.Request.QueryString.Value ?? "", new(context.Request.Headers
            .Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString())), StringComparer.OrdinalIgnoreCase), body));
        await (custom ?? Default(call, body))(context);
    }

    private RequestDelegate Default(string call, byte[] body) => call switch
    {
        "GET /api/events" => Journal.ServeAsync,
        "PUT /api/presence" => context =>
        {
            using var update = JsonDocument.Parse(body);
            var kind = update.RootElement.GetProperty("isPartial").GetBoolean() ? "presence_moved" : "presence";
            Journal.Say($$"""{"at":"{{DateTimeOffset.UtcNow:O}}","actor":"system","type":"{{kind}}","people":{{update.RootElement.GetProperty("people")}},"hues":{{update.RootElement.GetProperty("hues").GetRawText()}}}""");
            return context.Response.WriteAsync("{}");
        }
        ,
        _ => static context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"success":true}""");
        }
        ,
    };

    private static async Task<byte[]> ReadAsync(Stream body)
    {
        using var copy = new MemoryStream();
        await body.CopyToAsync(copy);
        return copy.ToArray();
    }
}

/// <summary>What reached the Agent.</summary>
public sealed record SeenRequest(string Call, string Query, Dictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
