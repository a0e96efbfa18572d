using System.Net;
using System.Net.WebSockets;
using System.Reflection;
using Ide.Core.Protocol.Access;
using Ide.Web.Accounts;
using Ide.Web.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ide.Web.Tests.Accounts;

/// <summary>
/// Who may not, cannot: walked over the tables of routes, endpoints, hub methods and sockets, so that a new one without its
/// check fails here.
/// </summary>
public sealed class RefusalTests : WebTest
{
    private FakeAgent _agent = null!;

    /// <summary>What is open to who has not signed in, and why. Nothing else is.</summary>
    private static readonly string[] OpenToAnybody =
    [
        "/healthz", "/sign-in", "/sign-in/{code}", "/join/{code}",

        // Empty documents; what they show comes from the page by message.
        "/outputs/frames/{kind}",
    ];

    public override async ValueTask InitializeAsync() => _agent = await App.AddSandboxAsync("box");

    private IEnumerable<(RouteEndpoint Endpoint, string Method, string Path)> SandboxEndpoints()
    {
        _ = App.Address;
        foreach (var endpoint in App.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>())
        {
            if (endpoint.RoutePattern.GetParameter("sandboxId") is not null
                && endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null)
            {
                var path = endpoint.RoutePattern.RawText!.Replace("{sandboxId}", "box", StringComparison.Ordinal);
                path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\**\w+\}", "x");
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    yield return (endpoint, method, path.StartsWith('/') ? path : "/" + path);
                }
            }
        }
    }

    [Fact]
    public void Every_endpoint_of_a_sandbox_says_which_role_it_needs_and_every_route_of_the_table_is_one()
    {
        var endpoints = SandboxEndpoints().ToArray();

        Assert.All(endpoints, static item => Assert.NotNull(item.Endpoint.Metadata.GetMetadata<NeedsSandboxRoleAttribute>()));
        foreach (var route in SandboxRoutes.All.Except(SandboxRoutes.Internal))
        {
            var role = endpoints.Single(item => item.Endpoint.Metadata.GetMetadata<SandboxRoute>() == route)
                .Endpoint.Metadata.GetMetadata<NeedsSandboxRoleAttribute>()!.Role;
            Assert.Equal(route.Role, role);
        }
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("editor")]
    public async Task A_member_is_refused_everything_that_needs_a_higher_role_and_it_reaches_no_agent(string role)
    {
        using var guest = await App.GuestAsync("Ann", role, "box");
        var own = RoleNames.Parse(role);
        var refused = 0;

        foreach (var (endpoint, method, path) in SandboxEndpoints())
        {
            var needed = endpoint.Metadata.GetMetadata<NeedsSandboxRoleAttribute>()!.Role;
            if (needed > own)
            {
                using var answer = await guest.SendAsync(new(new HttpMethod(method), path), Cancel);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} was answered with {answer.StatusCode}.");
                Assert.Equal("FORBIDDEN", await CodeOfAsync(answer));
                refused++;
            }
        }

        Assert.NotEqual(0, refused);
        Assert.Empty(_agent.Requests);
    }

    [Fact]
    public async Task Who_is_no_member_meets_a_sandbox_that_is_not_there()
    {
        await App.AddSandboxAsync("other");
        using var stranger = await App.GuestAsync("Eve", "editor", "other");

        foreach (var (_, method, path) in SandboxEndpoints())
        {
            using var answer = await stranger.SendAsync(new(new HttpMethod(method), path), Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path} was answered with {answer.StatusCode}.");
            if (method != "HEAD")
            {
                Assert.Equal("SANDBOX_NOT_FOUND", await CodeOfAsync(answer));
            }
        }

        Assert.Empty(_agent.Requests);
        using var list = await stranger.GetAsync("/api/sandboxes", Cancel);
        Assert.DoesNotContain("\"box\"", await list.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_open_to_anybody_but_what_is_meant_to_be()
    {
        _ = App.Address;
        var open = App.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(static endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null)
            .Where(static endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
            .Select(static endpoint => endpoint.RoutePattern.RawText)
            .Distinct();

        Assert.Equal(OpenToAnybody.Order(), open.Order());
    }

    [Fact]
    public async Task Without_credentials_a_program_gets_401_and_a_person_the_way_in()
    {
        using var anybody = App.Anybody();
        foreach (var path in new[] { "/api/sandboxes", "/api/tokens", "/sandboxes/box/api/ping", "/api/sandboxes/box", "/" })
        {
            using var answer = await anybody.GetAsync(path, Cancel);
            Assert.Equal("UNAUTHENTICATED", await CodeOfAsync(answer));
        }

        anybody.DefaultRequestHeaders.Add("Accept", "text/html");
        using var page = await anybody.GetAsync("/", Cancel);
        Assert.Equal(("/sign-in", HttpStatusCode.Redirect), (page.Headers.Location?.ToString(), page.StatusCode));
    }

    public static TheoryData<string> HubMethods => [.. typeof(SandboxHub)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(static method => method.GetBaseDefinition().DeclaringType == typeof(SandboxHub))
        .Select(static method => method.Name)];

    [Theory]
    [MemberData(nameof(HubMethods))]
    public async Task Every_method_of_the_hub_names_a_role_and_refuses_who_has_less(string name)
    {
        var method = typeof(SandboxHub).GetMethod(name)!;
        var needed = method.GetCustomAttribute<NeedsSandboxRoleAttribute>();
        Assert.NotNull(needed);
        var token = await TokenAsync("viewer");
        await using var viewer = await HubClient.ConnectAsync(App, token);
        if (name != nameof(SandboxHub.Join))
        {
            await viewer.CallAsync("Join", "box", 0);
        }

        object?[] arguments = [.. method.GetParameters().Select(static parameter =>
            parameter.ParameterType == typeof(string) ? "box"
            : parameter.ParameterType == typeof(long) ? 0L
            : (object)new { code = "1", path = "/workspace/a.py", command = "true", contextId = "c", value = "x" })];
        if (needed.Role > Role.Viewer)
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => viewer.CallAsync(name, arguments));
            Assert.StartsWith("FORBIDDEN: ", refusal.Message[refusal.Message.IndexOf("FORBIDDEN", StringComparison.Ordinal)..], StringComparison.Ordinal);
            Assert.DoesNotContain(_agent.Requests, static request => request.Call is not ("GET /api/events" or "PUT /api/presence"));
        }
        else
        {
            await viewer.CallAsync(name, arguments);
        }
    }

    [Theory]
    [MemberData(nameof(HubMethods))]
    public async Task A_call_of_the_hub_without_its_arguments_is_refused_by_name_and_is_no_fault_of_the_server(string name)
    {
        var parameters = typeof(SandboxHub).GetMethod(name)!.GetParameters();
        await using var editor = await HubClient.ConnectAsync(App, await TokenAsync("editor"));
        await editor.CallAsync("Join", "box", 0);
        foreach (var missing in parameters)
        {
            object?[] arguments = [.. parameters.Select(parameter =>
                parameter.ParameterType == typeof(long) ? parameter == missing ? -1L : 0L
                : parameter == missing ? null
                : parameter.ParameterType == typeof(string) ? (object)"box" : new { })];
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => editor.CallAsync(name, arguments));
            Assert.Contains($"VALIDATION_FAILED: {missing.Name}: ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stranger_cannot_join_and_nothing_can_be_called_before_joining()
    {
        await App.AddSandboxAsync("other");
        var token = await TokenAsync("editor", "other");
        await using var stranger = await HubClient.ConnectAsync(App, token);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.CallAsync("Join", "box", 0));
        Assert.Contains("SANDBOX_NOT_FOUND: ", refusal.Message, StringComparison.Ordinal);
        var early = await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.CallAsync("StopRun", "r"));
        Assert.Contains("VALIDATION_FAILED: ", early.Message, StringComparison.Ordinal);
        Assert.Empty(_agent.Requests);
    }

    public static TheoryData<string> Sockets => [.. SandboxRoutes.All
        .Where(static route => route.Kind == RouteKind.Socket)
        .Select(static route => "/sandboxes/box" + route.Pattern), "/hubs/sandbox", "/_blazor"];

    [Theory]
    [MemberData(nameof(Sockets))]
    public async Task A_socket_is_refused_without_credentials_and_to_a_cookie_that_comes_from_elsewhere(string path)
    {
        using var entered = await App.OwnerAsync();
        var cookie = await CookieAsync();
        var own = App.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(401, await ConnectAsync(path, null, null));
        Assert.Equal(403, await ConnectAsync(path, cookie, null));
        Assert.Equal(403, await ConnectAsync(path, cookie, "https://evil.example"));
        Assert.Equal(403, await ConnectAsync(path, cookie, $"http://8000-box-abc.localhost:{App.Address.Port}"));
        Assert.Equal(403, await ConnectAsync(path, cookie, "null"));
        Assert.NotEqual(403, await ConnectAsync(path, cookie, own));
    }

    [Theory]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData(null, null, 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "none", 403)]
    [InlineData(null, "same-origin", 200)]
    [InlineData("own", null, 200)]
    [InlineData("own", "same-origin", 200)]
    public async Task A_cookie_changes_something_only_from_our_own_pages(string? origin, string? site, int status)
    {
        var cookie = await CookieAsync();
        using var browser = App.Anybody();
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        if (origin is not null)
        {
            browser.DefaultRequestHeaders.Add("Origin", origin == "own" ? App.Address.GetLeftPart(UriPartial.Authority) : origin);
        }

        if (site is not null)
        {
            browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        }

        using var answer = await browser.PostAsync("/sandboxes/box/api/execute", new StringContent("{}"), Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, _agent.Requests.Count);
    }

    [Theory]
    [InlineData("same-site", "cors", 403)]
    [InlineData("cross-site", "no-cors", 403)]
    [InlineData("cross-site", "navigate", 200)]
    [InlineData("none", "navigate", 200)]
    [InlineData("same-origin", "cors", 200)]
    [InlineData("", "", 200)]
    public async Task A_cookie_reads_for_our_own_pages_and_for_visits_only(string site, string mode, int status)
    {
        using var browser = App.Anybody();
        browser.DefaultRequestHeaders.Add("Cookie", await CookieAsync());
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Mode", mode);

        Assert.Equal(status, (int)(await browser.GetAsync("/sandboxes/box/api/ping", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_frame_without_origin_may_load_what_is_open_to_anybody_and_a_foreign_page_cannot_sign_its_visitor_in()
    {
        using var frame = App.Anybody();
        frame.DefaultRequestHeaders.Add("Origin", "null");
        frame.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.OK, (await frame.GetAsync("/css/app.css", Cancel)).StatusCode);

        _ = App.Address;
        using var foreign = App.Anybody();
        foreign.DefaultRequestHeaders.Add("Origin", "https://evil.example");
        using var entered = await foreign.PostAsync(App.Services.GetRequiredService<SignIn>().NewOwnerLink(), null, Cancel);
        Assert.Equal("FORBIDDEN", await CodeOfAsync(entered));
    }

    private async Task<string> TokenAsync(string role, string sandbox = "box")
    {
        using var owner = App.Program();
        using var body = new StringContent($$"""{"name":"robot","role":"{{role}}","sandboxes":["{{sandbox}}"]}""", null, "application/json");
        using var made = await owner.PostAsync("/api/tokens", body, Cancel);
        return (string)System.Text.Json.Nodes.JsonNode.Parse(await made.Content.ReadAsStringAsync(Cancel))!["token"]!;
    }

    private async Task<string> CookieAsync()
    {
        _ = App.Address;
        using var browser = App.Browser();
        using var entered = await browser.PostAsync(App.Services.GetRequiredService<SignIn>().NewOwnerLink(), null, Cancel);
        return entered.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal)).Split(';')[0];
    }

    /// <returns>The status that the attempt was answered with; 101 when it was let in.</returns>
    private async Task<int> ConnectAsync(string path, string? cookie, string? origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(new($"ws://{App.Address.Authority}{path}"), Cancel);
        }
        catch (WebSocketException)
        {
            // The status says it.
        }

        return (int)socket.HttpStatusCode;
    }
}
