using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Ide.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Ide.Web.Tests.Hosting;

public sealed class RequestBodyTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly TestApp _app;
    private FakeAgent _agent = null!;

    public RequestBodyTests() => _app = new(time: _clock);

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

    /// <remarks>As browsers do: they read no answer before all is sent.</remarks>
    [Theory]
    [InlineData("POST /api/sandboxes", "MESSAGE_TOO_LARGE")]
    [InlineData("POST /api/sandboxes", "MESSAGE_TOO_LARGE", true)]
    [InlineData("POST /api/tokens", "MESSAGE_TOO_LARGE")]
    [InlineData("POST /sandboxes/box/api/execute", "MESSAGE_TOO_LARGE")]
    [InlineData("POST /sandboxes/box/api/execute", "MESSAGE_TOO_LARGE", true)]
    [InlineData("POST /api/nothing", "ROUTE_NOT_FOUND")]
    public async Task Who_sends_all_of_a_body_that_is_too_large_gets_to_read_why_it_is_refused(string call, string code, bool isChunked = false)
    {
        // The limit, and more than the buffers between here and there hold.
        const int size = 48 * 1024 * 1024;
        using var client = await BeginAsync(call, size, isChunked);
        var body = new byte[size];
        body.AsSpan().Fill((byte)' ');

        await client.SendAsync(isChunked ? [.. Encoding.ASCII.GetBytes($"{size:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8] : body, Cancel);

        Assert.Equal(code, (string?)(await ReadAnswerAsync(client)).Problem!["code"]);
    }

    [Fact]
    public async Task A_body_that_nobody_hears_out_does_not_cost_its_client_the_answer()
    {
        _agent.Answer("PUT /api/files/raw", static async context =>
        {
            context.Response.StatusCode = 409;
            await context.Response.WriteAsync("{}");
        });
        using var client = await BeginAsync("PUT /sandboxes/box/api/files/raw?path=a", bodyBytes: 1024 * 1024);

        var answer = ReadAnswerAsync(client);
        await client.SendAsync(new byte[1024], Cancel);
        Assert.Equal(409, (await answer).Status);

        await client.SendAsync(new byte[1023 * 1024], Cancel);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Cancel));
    }

    [Fact]
    public async Task A_byte_that_comes_in_the_moment_in_which_a_silence_has_been_too_long_is_taken()
    {
        var pipe = new Pipe();
        var context = new DefaultHttpContext();
        context.Features.Set<IRequestBodyPipeFeature>(new BodyOf(pipe.Reader));
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new BodyOf(pipe.Reader));
        var taken = "";
        var bodies = new RequestBodies(async inner => taken = await new StreamReader(inner.Request.Body).ReadToEndAsync(Cancel), _clock);

        // What the end of the silence leaves behind when the read that it was to end has ended by itself.
        pipe.Reader.CancelPendingRead();
        await pipe.Writer.WriteAsync("late"u8.ToArray(), Cancel);
        await pipe.Writer.CompleteAsync();
        await bodies.InvokeAsync(context);

        Assert.Equal("late", taken);
    }

    private sealed record BodyOf(PipeReader Reader) : IRequestBodyPipeFeature, IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }

    private async Task<Socket> BeginAsync(string call, int bodyBytes, bool isChunked = false)
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_app.Address.Host, _app.Address.Port, Cancel);
        await client.SendAsync(Encoding.ASCII.GetBytes(
            $"{call} HTTP/1.1\r\nHost: {_app.Address.Authority}\r\nAuthorization: Bearer {TestApp.OwnersToken}\r\n"
            + $"Content-Type: application/json\r\n{(isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {bodyBytes}")}\r\n"
            + "Connection: close\r\n\r\n"), Cancel);
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
