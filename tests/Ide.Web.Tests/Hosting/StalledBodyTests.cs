using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Ide.Web.Tests.Hosting;

public sealed class StalledBodyTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TestApp _app;
    private FakeAgent _agent = null!;

    public StalledBodyTests() => _app = new(time: _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _agent = await _app.AddSandboxAsync("box");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("PUT /sandboxes/box/api/files/raw?path=a", "stopped coming")]
    [InlineData("POST /sandboxes/box/api/execute", "stopped coming")]
    [InlineData("POST /api/sandboxes", "could not be read whole")]
    public async Task A_body_that_stops_half_way_is_refused_after_a_silence(string call, string reason)
    {
        using var client = await BeginAsync(call, bodyBytes: 100);
        await client.SendAsync("{"u8.ToArray(), Cancel);
        var reading = ReadAnswerAsync(client);

        while (!reading.IsCompleted)
        {
            // The server may not wait yet when the clock is moved.
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(10, Cancel);
        }

        var (status, problem) = await reading;
        Assert.Equal((400, "VALIDATION_FAILED"), (status, (string?)problem!["code"]));
        Assert.Contains(reason, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_in_pieces_is_taken_however_long_it_takes()
    {
        // Larger than what is gathered on the way to the Agent.
        var piece = new byte[64 * 1024];
        const int pieces = 6;
        var received = 0L;
        _agent.Answer("PUT /api/files/raw", async context =>
        {
            var buffer = new byte[piece.Length];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                Interlocked.Add(ref received, read);
            }
        });
        using var client = await BeginAsync("PUT /sandboxes/box/api/files/raw?path=a", bodyBytes: pieces * piece.Length);

        for (var sent = 0; sent < pieces; sent++)
        {
            await client.SendAsync(piece, Cancel);
            var before = sent * piece.Length;
            await Eventually.TrueAsync(() => Interlocked.Read(ref received) > before, "the piece has come through");
            _clock.Advance(TimeSpan.FromSeconds(90));
        }

        Assert.Equal(200, (await ReadAnswerAsync(client)).Status);
    }

    private async Task<Socket> BeginAsync(string call, int bodyBytes)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_app.Address.Host, _app.Address.Port, Cancel);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"{call} HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: Bearer {TestApp.OwnersToken}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {bodyBytes}\r\nConnection: close\r\n\r\n"), Cancel);
        return client;
    }

    /// <summary>The answer to its end; what becomes of the connection then does not matter.</summary>
    private static async Task<(int Status, JsonNode? Problem)> ReadAnswerAsync(Socket client)
    {
        var (text, buffer) = ("", new byte[4096]);
        for (int count; !text.EndsWith("0\r\n\r\n", StringComparison.Ordinal) && (count = await client.ReceiveAsync(buffer, Cancel)) > 0;)
        {
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }

        var body = text.IndexOf('{', StringComparison.Ordinal);
        return (int.Parse(text.Split(' ')[1], null), body < 0 ? null : JsonNode.Parse(text[body..(text.LastIndexOf('}') + 1)]));
    }
}
