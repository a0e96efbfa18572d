using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ide.Web.Tests.Accounts;

public sealed class RevocationTests : WebTest
{
    /// <summary>A second is promised; a machine that is busy with other tests may need more.</summary>
    private static readonly TimeSpan AllowedDelay = TimeSpan.FromSeconds(8);

    /// <summary>What holds up the server's end does so for the 30 s after which the host cuts everything.</summary>
    private static readonly TimeSpan AllowedEnd = TimeSpan.FromSeconds(15);

    /// <summary>A call has come to the Agent, which does not answer it.</summary>
    private readonly TaskCompletionSource _asked = new();

    public override async ValueTask InitializeAsync()
    {
        var agent = await App.AddSandboxAsync("box");
        agent.Answer("GET /ws/pty", static async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[1].AsMemory(), context.RequestAborted);
        });
        agent.Answer("POST /api/execute/stream", static async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        agent.Answer("POST /api/execute", async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            _asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
    }

    /// <summary>A socket, a hub connection and a stream, each of which ends when the server ends it.</summary>
    private async Task<Task[]> OpenAllAsync(string? token, string? cookie)
    {
        var origin = App.Address.GetLeftPart(UriPartial.Authority);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        using var http = App.Browser();
        var client = App.Browser();
        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        }
        else
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        var query = token is null ? "" : $"&token={token}";
        await socket.ConnectAsync(new($"ws://{App.Address.Authority}/sandboxes/box/ws/pty?sessionId=t{query}"), Cancel);
        var hub = await HubClient.ConnectAsync(App, token, cookie, origin);
        await hub.CallAsync("Join", "box", 0);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sandboxes/box/api/execute/stream") { Content = JsonContent.Create(new { }) };
        var stream = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return [EndOf(socket), hub.Closed, EndOf(await stream.Content.ReadAsStreamAsync(Cancel))];
    }

    private static async Task EndOf(ClientWebSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1].AsMemory(), Cancel);
        }
        catch (WebSocketException)
        {
            // Cut.
        }
    }

    private static async Task EndOf(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, Cancel);
        }
        catch (IOException)
        {
            // Cut.
        }
    }

    private static async Task AllEndAsync(Task[] open, Func<Task> revoke)
    {
        Assert.All(open, static task => Assert.False(task.IsCompleted));
        var ends = Task.WhenAll(open).WaitAsync(AllowedDelay, Cancel);
        await revoke();
        await ends;
    }

    /// <summary>What a call is told that waits for its answer while somebody takes away what it needs.</summary>
    private async Task<string> CodeOfCallAsync(HttpClient client, Func<Task> revoke)
    {
        var call = client.PostAsJsonAsync("/sandboxes/box/api/execute", new { command = "sleep 1000" }, Cancel);
        await _asked.Task.WaitAsync(Cancel);
        await revoke();
        using var answer = await call;
        return await CodeOfAsync(answer);
    }

    private Task EndServerAsync()
    {
        var lifetime = App.Services.GetRequiredService<IHostApplicationLifetime>();
        var ended = new TaskCompletionSource();
        lifetime.ApplicationStopped.Register(ended.SetResult);
        lifetime.StopApplication();
        return ended.Task.WaitAsync(AllowedEnd, Cancel);
    }

    private static async Task<JsonObject> NewTokenAsync(HttpClient owner, object body)
    {
        using var made = await owner.PostAsJsonAsync("/api/tokens", body, Cancel);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
    }

    [Fact]
    public async Task A_revoked_token_loses_everything_that_is_open_and_opens_nothing_more()
    {
        using var owner = App.Program();
        var token = await NewTokenAsync(owner, new { name = "robot", role = "editor" });
        var text = (string)token["token"]!;
        var open = await OpenAllAsync(text, null);

        await AllEndAsync(open, async () => await owner.DeleteAsync($"/api/tokens/{token["id"]}", Cancel));

        using var robot = App.Program(text);
        Assert.Equal(HttpStatusCode.Unauthorized, (await robot.GetAsync("/sandboxes/box/api/ping", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.DeleteAsync($"/api/tokens/{token["id"]}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task What_is_open_does_not_hold_up_the_servers_end()
    {
        var open = await OpenAllAsync(TestApp.OwnersToken, null);

        await EndServerAsync();

        await Task.WhenAll(open).WaitAsync(AllowedDelay, Cancel);
    }

    [Fact]
    public async Task A_request_that_never_becomes_whole_does_not_hold_up_the_servers_end()
    {
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(App.Address.Host, App.Address.Port, Cancel);
        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x"u8.ToArray(), Cancel);

        // The answer to the first request says that the second has come, too.
        Assert.NotEqual(0, await client.ReceiveAsync(new byte[4096], Cancel));

        await EndServerAsync();
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_is_told_that_the_server_ends()
    {
        using var owner = App.Program();

        Assert.Equal("SANDBOX_UNAVAILABLE", await CodeOfCallAsync(owner, EndServerAsync));
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_is_told_that_its_sandbox_is_gone()
    {
        using var owner = App.Program();

        Assert.Equal("SANDBOX_NOT_FOUND", await CodeOfCallAsync(owner, async () => await owner.DeleteAsync("/api/sandboxes/box", Cancel)));
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_is_told_that_its_token_was_revoked()
    {
        using var owner = App.Program();
        var token = await NewTokenAsync(owner, new { name = "robot", role = "editor" });
        using var robot = App.Program((string)token["token"]!);

        Assert.Equal("UNAUTHENTICATED", await CodeOfCallAsync(robot, async () => await owner.DeleteAsync($"/api/tokens/{token["id"]}", Cancel)));
    }

    [Fact]
    public async Task A_call_that_waits_for_its_answer_is_told_that_its_callers_role_has_changed()
    {
        using var owner = App.Program();
        using var guest = await App.GuestAsync("Ann", "editor", "box");

        Assert.Equal("FORBIDDEN", await CodeOfCallAsync(guest, async () => await owner.PatchAsJsonAsync(
            "/api/sandboxes/box", new { members = new[] { new { name = "Ann", role = "viewer" } } }, Cancel)));
    }

    [Fact]
    public async Task A_token_that_runs_out_loses_what_is_open()
    {
        using var owner = App.Program();
        var token = await NewTokenAsync(owner, new { name = "robot", role = "editor", expiresIn = "10s" });
        var ends = DateTimeOffset.Parse((string)token["expiresAt"]!, null);
        var open = await OpenAllAsync((string)token["token"]!, null);

        await Task.WhenAll(open).WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        Assert.InRange(DateTimeOffset.UtcNow, ends, ends + AllowedDelay + TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_member_who_is_removed_loses_what_is_open_and_their_invitation_is_worth_nothing()
    {
        using var owner = App.Program();
        var (cookie, invitation) = await InviteAsync(owner, "Ann", "editor");
        var open = await OpenAllAsync(null, cookie);

        await AllEndAsync(open, async () => await owner.DeleteAsync($"/api/sandboxes/box/invitations/{invitation}", Cancel));

        using var guest = App.Browser();
        guest.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync("/sandboxes/box/api/ping", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_member_whose_role_changes_comes_back_under_the_new_one()
    {
        using var owner = App.Program();
        var (cookie, _) = await InviteAsync(owner, "Ann", "editor");
        var open = await OpenAllAsync(null, cookie);

        await AllEndAsync(open, async () => await owner.PatchAsJsonAsync(
            "/api/sandboxes/box", new { members = new[] { new { name = "Ann", role = "viewer" } } }, Cancel));

        using var guest = App.Browser();
        guest.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, (await guest.GetAsync("/sandboxes/box/api/ping", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.PostAsync("/sandboxes/box/api/execute", null, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_sandbox_that_is_deleted_ends_what_is_open_in_it_and_its_members_and_links_are_gone_with_it()
    {
        using var owner = App.Program();
        var (cookie, _) = await InviteAsync(owner, "Ann", "editor");
        var open = await OpenAllAsync(null, cookie);

        await AllEndAsync(open, async () => await owner.DeleteAsync("/api/sandboxes/box", Cancel));

        await App.AddSandboxAsync("box");
        using var guest = App.Browser();
        guest.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.GetAsync("/sandboxes/box/api/ping", Cancel)).StatusCode);
        Assert.Empty((await owner.GetFromJsonAsync<JsonArray>("/api/sandboxes/box/invitations", Cancel))!);
    }

    [Fact]
    public async Task A_person_has_a_hundred_sockets_and_the_next_one_is_refused()
    {
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < 100; i++)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new($"ws://{App.Address.Authority}/sandboxes/box/ws/pty?sessionId=t{i}&token={TestApp.OwnersToken}"), Cancel);
            sockets.Add(socket);
        }

        using var one = new ClientWebSocket();
        one.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() =>
            one.ConnectAsync(new($"ws://{App.Address.Authority}/hubs/sandbox?token={TestApp.OwnersToken}"), Cancel));
        Assert.Equal(HttpStatusCode.TooManyRequests, one.HttpStatusCode);

        sockets[0].Abort();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await using var again = await HubClient.ConnectAsync(App);
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        }, "a place became free");
        sockets.ForEach(static socket => socket.Dispose());
    }

    [Fact]
    public async Task More_than_fifty_messages_a_second_are_refused_and_the_connection_stays()
    {
        await using var client = await HubClient.ConnectAsync(App);
        await client.CallAsync("Join", "box", 0);

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(async _ =>
        {
            try
            {
                await client.CallAsync("StopRun", "r");
                return null;
            }
            catch (InvalidOperationException refusal)
            {
                return refusal.Message;
            }
        }));

        Assert.Contains(answers, static message => message is null);
        Assert.Contains(answers, static message => message?.Contains("TOO_MANY_REQUESTS: ", StringComparison.Ordinal) == true);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await client.CallAsync("StopRun", "r");
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }, "messages are taken again");
    }

    private async Task<(string Cookie, string Invitation)> InviteAsync(HttpClient owner, string name, string role)
    {
        using var made = await owner.PostAsJsonAsync("/api/sandboxes/box/invitations", new { name, role }, Cancel);
        var invitation = (await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        using var browser = App.Browser();
        using var joined = await browser.PostAsync(new Uri((string)invitation["link"]!).AbsolutePath, null, Cancel);
        var cookie = joined.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal)).Split(';')[0];
        return (cookie, (string)invitation["id"]!);
    }
}
