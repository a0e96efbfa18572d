using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Ide.Core.Protocol;
using Microsoft.AspNetCore.Http;

namespace Ide.Web.Tests.Gateway;

public sealed class GatewayTests : WebTest
{
    private FakeAgent _agent = null!;

    public override async ValueTask InitializeAsync() => _agent = await App.AddSandboxAsync("box");

    [Fact]
    public async Task A_call_reaches_the_agent_with_the_callers_name_and_role_and_nothing_of_their_credentials()
    {
        using var browser = await App.GuestAsync("Ann Öz", "editor", "box");
        browser.DefaultRequestHeaders.Add("Ide-Actor", "mallory");
        browser.DefaultRequestHeaders.Add("Ide-Role", "owner");
        browser.DefaultRequestHeaders.Add("Ide-Anything", "x");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
        browser.DefaultRequestHeaders.Add("X-Session-Id", "mine");

        using var answer = await browser.PostAsJsonAsync("/sandboxes/box/api/execute?x=%20y", new { command = "ls" }, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = _agent.Requests.Single();
        Assert.Equal(("POST /api/execute", "?x=%20y", """{"command":"ls"}"""), (seen.Call, seen.Query, seen.Text));
        Assert.Equal("Ann%20%C3%96z", seen.Headers["Ide-Actor"]);
        Assert.Equal("editor", seen.Headers["Ide-Role"]);
        Assert.Equal(_agent.Secret, seen.Headers["Ide-Secret"]);
        Assert.Equal("mine", seen.Headers["X-Session-Id"]);
        string[] kept = [":authority", "Host", "Accept", "Content-Type", "Content-Length", "Transfer-Encoding", "X-Session-Id", "Ide-Actor", "Ide-Role", "Ide-Secret"];
        Assert.Empty(seen.Headers.Keys.Except(kept, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_comes_up_passes_a_list_of_headers_and_can_never_be_a_page_of_the_IDE()
    {
        _agent.Answer("GET /api/ping", static context =>
        {
            context.Response.Headers.SetCookie = "ide-8080=stolen";
            context.Response.Headers.AccessControlAllowOrigin = "*";
            context.Response.Headers.Location = "https://evil.example/";
            context.Response.Headers.ContentSecurityPolicy = "default-src *";
            context.Response.Headers["X-Anything"] = "x";
            context.Response.Headers.ETag = "\"1\"";
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<script>alert(1)</script>");
        });
        using var owner = App.Program();

        using var answer = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);

        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(",", header.Value));
        Assert.Equal("application/octet-stream", headers["Content-Type"]);
        Assert.StartsWith("sandbox;", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("\"1\"", headers["ETag"]);
        Assert.Empty(headers.Keys.Intersect(["Set-Cookie", "Access-Control-Allow-Origin", "Location", "X-Anything"]));
    }

    [Fact]
    public async Task A_redirect_from_below_is_not_followed_and_leads_nowhere()
    {
        _agent.Answer("GET /api/ping", static context =>
        {
            context.Response.Redirect("http://169.254.169.254/");
            return Task.CompletedTask;
        });
        using var owner = App.Program();

        using var answer = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.Single(_agent.Requests);
    }

    [Fact]
    public async Task Raw_bytes_go_both_ways_without_limit_and_come_as_an_attachment()
    {
        const int size = 48 * 1024 * 1024;
        var received = 0L;
        _agent.Answer("PUT /api/files/raw", async context =>
        {
            var buffer = new byte[64 * 1024];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
            {
                received += read;
            }
        });
        _agent.Answer("GET /api/files/raw", static async context =>
        {
            context.Response.ContentType = "text/html";
            context.Response.Headers.ContentDisposition = "inline; filename=x.html";
            await context.Response.Body.WriteAsync(new byte[size]);
        });
        using var owner = App.Program();

        using var put = await owner.PutAsync("/sandboxes/box/api/files/raw?path=a", new ByteArrayContent(new byte[size]), Cancel);
        using var get = await owner.GetAsync("/sandboxes/box/api/files/raw?path=a", Cancel);

        Assert.Equal((HttpStatusCode.OK, (long)size), (put.StatusCode, received));
        Assert.Equal(size, (await get.Content.ReadAsByteArrayAsync(Cancel)).Length);
        Assert.Equal("attachment", get.Content.Headers.ContentDisposition?.DispositionType);
        using var json = await owner.PostAsync("/sandboxes/box/api/execute", new ByteArrayContent(new byte[size]), Cancel);
        Assert.Equal("MESSAGE_TOO_LARGE", await CodeOfAsync(json));
    }

    [Fact]
    public async Task A_body_without_a_length_is_cut_off_at_the_limit_too()
    {
        _agent.Answer("POST /api/execute", static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("{}");
        });
        using var owner = App.Program();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sandboxes/box/api/execute")
        {
            Content = new StreamContent(new MemoryStream(new byte[33 * 1024 * 1024])),
        };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await owner.SendAsync(request, Cancel);

        Assert.Equal("MESSAGE_TOO_LARGE", await CodeOfAsync(answer));
    }

    [Fact]
    public async Task A_stream_comes_as_it_is_made_and_a_caller_who_goes_away_cancels_it_below()
    {
        var cancelled = new TaskCompletionSource();
        _agent.Answer("POST /api/execute/stream", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n\n");
            await context.Response.Body.FlushAsync();
            context.RequestAborted.Register(cancelled.SetResult);
            await cancelled.Task;
        });
        using var owner = App.Program();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sandboxes/box/api/execute/stream") { Content = JsonContent.Create(new { command = "x" }) };

        using (var answer = await owner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel))
        {
            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
            Assert.Equal("data: 1", await reader.ReadLineAsync(Cancel));
            Assert.False(cancelled.Task.IsCompleted);
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    [Fact]
    public async Task A_socket_passes_with_the_token_in_its_address_which_the_agent_does_not_see()
    {
        _agent.Answer("GET /ws/pty", static async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            var got = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
        });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"ws://{App.Address.Authority}/sandboxes/box/ws/pty?sessionId=t%201&token={TestApp.OwnersToken}&after=7"), Cancel);

        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Binary, true, Cancel);
        var buffer = new byte[1024];
        var echo = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);
        var close = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);

        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, echo.Count));
        Assert.Equal((WebSocketMessageType.Close, "bye"), (close.MessageType, socket.CloseStatusDescription));
        var seen = _agent.Requests.Single();
        Assert.Equal(["?sessionId=t%201&after=7", "owner"], [seen.Query, seen.Headers["Ide-Role"]]);
        Assert.DoesNotContain("Sec-WebSocket-Key", seen.Headers.Keys);
    }

    [Fact]
    public async Task A_plain_GET_on_a_socket_is_told_to_upgrade_and_a_token_in_the_address_counts_on_sockets_only()
    {
        using var owner = App.Program();
        using var plain = await owner.GetAsync("/sandboxes/box/ws/pty?sessionId=t", Cancel);
        Assert.Equal("UPGRADE_REQUIRED", await CodeOfAsync(plain));
        Assert.Equal("websocket", plain.Headers.Upgrade.Single().Name);

        using var anybody = App.Anybody();
        using var refused = await anybody.GetAsync($"/sandboxes/box/api/ping?token={TestApp.OwnersToken}", Cancel);
        Assert.Equal("UNAUTHENTICATED", await CodeOfAsync(refused));
    }

    [Fact]
    public async Task Who_comes_back_to_a_terminal_of_a_sandbox_that_was_stopped_does_not_start_it()
    {
        Assert.True(SandboxId.TryParse("box", out var id));
        App.Sandboxes.Stop(id);
        using var socket = new ClientWebSocket();

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(
            new($"ws://{App.Address.Authority}/sandboxes/box/ws/pty?sessionId=t&token={TestApp.OwnersToken}&after=7"), Cancel));

        Assert.Equal(0, App.Sandboxes.Wakes);
    }

    [Fact]
    public async Task Who_only_looks_does_not_start_a_sandbox_that_was_stopped()
    {
        Assert.True(SandboxId.TryParse("box", out var id));
        App.Sandboxes.Stop(id);
        using var owner = App.Program();

        using var refused = await owner.GetAsync("/sandboxes/box/api/stats?wake=false", Cancel);

        Assert.Equal("SANDBOX_UNAVAILABLE", await CodeOfAsync(refused));
        Assert.Equal(0, App.Sandboxes.Wakes);
    }

    [Fact]
    public async Task A_sandbox_that_sleeps_is_woken_by_any_call()
    {
        Assert.True(SandboxId.TryParse("box", out var id));
        App.Sandboxes.Stop(id);
        using var owner = App.Program();

        using var answer = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);

        Assert.Equal((HttpStatusCode.OK, 1), (answer.StatusCode, App.Sandboxes.Wakes));
    }

    [Fact]
    public async Task A_sandbox_is_in_use_for_as_long_as_a_call_to_it_is_answered()
    {
        Assert.True(SandboxId.TryParse("box", out var id));
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _agent.Answer("POST /api/execute", async context =>
        {
            // As an Agent does: an answer to a question that was not heard out may reset the connection.
            await context.Request.Body.CopyToAsync(Stream.Null, Cancel);
            asked.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("{}");
        });
        using var owner = App.Program();

        var call = owner.PostAsJsonAsync("/sandboxes/box/api/execute", new { command = "sleep 1000" }, Cancel);
        await asked.Task.WaitAsync(Cancel);

        Assert.Equal(1, App.Sandboxes.UsesOf(id));
        answer.SetResult();
        using var answered = await call;
        await Eventually.TrueAsync(() => App.Sandboxes.UsesOf(id) == 0, "the use ends with the call");
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_is_told_that_its_sandbox_was_stopped()
    {
        Assert.True(SandboxId.TryParse("box", out var id));
        var asked = new TaskCompletionSource();
        _agent.Answer("POST /api/execute", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, Cancel);
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        using var owner = App.Program();
        var call = owner.PostAsJsonAsync("/sandboxes/box/api/execute", new { command = "sleep 1000" }, Cancel);
        await asked.Task.WaitAsync(Cancel);

        App.Sandboxes.Stop(id);
        await _agent.CrashAsync();

        using var answer = await call;
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel);
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "SANDBOX_UNAVAILABLE", "The sandbox was stopped."),
            (answer.StatusCode, (string?)problem!["code"], (string?)problem["detail"]));
    }

    [Fact]
    public async Task An_agent_that_does_not_answer_is_unavailable_and_one_that_comes_back_answers_again()
    {
        using var owner = App.Program();
        using var before = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);
        await _agent.CrashAsync();

        using var refused = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);
        Assert.Equal("SANDBOX_UNAVAILABLE", await CodeOfAsync(refused));
        Assert.NotNull(refused.Headers.RetryAfter);

        await _agent.RestartAsync();
        using var after = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/sandboxes/box/api/nothing", "ROUTE_NOT_FOUND")]
    [InlineData("DELETE", "/sandboxes/box/api/execute", "ROUTE_NOT_FOUND")]
    [InlineData("GET", "/sandboxes/box/api/hello", "ROUTE_NOT_FOUND")]
    [InlineData("POST", "/sandboxes/box/api/shutdown", "ROUTE_NOT_FOUND")]
    [InlineData("PUT", "/sandboxes/box/api/presence", "ROUTE_NOT_FOUND")]
    [InlineData("GET", "/sandboxes/other/api/ping", "SANDBOX_NOT_FOUND")]
    [InlineData("GET", "/sandboxes/Not%20an%20id/api/ping", "SANDBOX_NOT_FOUND")]
    [InlineData("GET", "/sandboxes/www/api/ping", "SANDBOX_NOT_FOUND")]
    [InlineData("GET", "/api/nothing", "ROUTE_NOT_FOUND")]
    public async Task What_is_not_there_is_said_to_be_not_there_and_reaches_no_agent(string method, string path, string code)
    {
        using var owner = App.Program();

        using var answer = await owner.SendAsync(new(new HttpMethod(method), path), Cancel);

        Assert.Equal(code, await CodeOfAsync(answer));
        Assert.Empty(_agent.Requests);
    }
}
