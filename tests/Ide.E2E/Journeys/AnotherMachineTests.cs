using System.Net;
using System.Net.Sockets;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class AnotherMachineTests(Browsers browsers)
{
    /// <summary>
    /// With <c>--host</c> and <c>--url</c> alone: no name, no TLS. The guest's browser runs in a network namespace of its own,
    /// for which the server's loopback does not exist.
    /// </summary>
    [Fact]
    public async Task A_colleague_on_another_machine_opens_the_invitation_and_works_in_the_same_sandbox()
    {
        await using var machine = await OtherMachine.StartAsync();
        var port = FreePort();
        var url = $"http://{machine.OurAddress}:{port}";
        await using var product = await RunningProduct.StartAsync(port, "--host", "*", "--url", url);
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Far");
        await page.WriteFileAsync("hello.py", "print('hello', 6 * 7)");
        await SandboxPage.EndsAsync(await page.RunFileAsync());
        var invitation = await page.InviteAsync("Bob");
        Assert.StartsWith(url, invitation, StringComparison.Ordinal);

        await using var browser = await browsers.LaunchAsync(machine.Chromium);
        await using var bob = await Person.JoinAsync(browsers, product, invitation, browser);
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        Assert.False(await bob.Page.EvaluateAsync<bool>("() => isSecureContext"));
        await Assertions.Expect(bobs.Runs.First).ToContainTextAsync("hello 42");

        // Both ways: what he types and runs there shows here, and his terminal is hers too.
        var terminal = await bobs.OpenTerminalAsync();
        await bobs.TypeLineAsync(terminal, "echo from-$((40 + 2))");
        await SandboxPage.ShowsAsync(terminal, "from-42");
        using var api = new ApiClient(product, page.SandboxId);
        await api.WriteAsync("far.py", "print('far', 6 * 9)");
        await bobs.Explorer.GetByText("far.py").ClickAsync();
        await Assertions.Expect(bobs.Editor).ToHaveAttributeAsync("data-path", "/workspace/far.py");
        await SandboxPage.EndsAsync(await bobs.RunFileAsync());
        await Assertions.Expect(page.Runs.Last).ToContainTextAsync("far 54");
        await Assertions.Expect(page.Presence).ToContainTextAsync("Bob");

        // A server that is started anew: his page comes back, though nothing but the page itself can see to that here.
        await product.KillServerAsync();
        await product.StartServerAsync();
        await bobs.IsLiveAsync();
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(2);
        Assert.DoesNotContain(bob.Failures, failure => !failure.Contains("'Connected' State", StringComparison.Ordinal));

        await RefusesStrangersAsync(machine, port, await CookieOfAsync(bob.Profile));
    }

    [Fact]
    public async Task Without_a_host_the_server_is_there_for_its_own_machine_alone()
    {
        await using var machine = await OtherMachine.StartAsync();
        await using var product = await RunningProduct.StartAsync();
        using var client = new HttpClient();

        Assert.True((await client.GetAsync($"{product.Address}/healthz", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync($"http://{machine.OurAddress}:{new Uri(product.Address).Port}/healthz", TestContext.Current.CancellationToken));
    }

    /// <summary>What pages of other names may not do there, with the guest's own cookie.</summary>
    private static async Task RefusesStrangersAsync(OtherMachine machine, int port, string cookie)
    {
        var host = $"{machine.OurAddress}:{port}";
        Assert.Contains(" 421 ", await machine.RequestAsync(port, "GET / HTTP/1.1", "Host: rebound.example"), StringComparison.Ordinal);
        Assert.Contains(" 101 ", await SocketAsync($"http://{host}"), StringComparison.Ordinal);
        Assert.Contains(" 403 ", await SocketAsync("http://elsewhere.example"), StringComparison.Ordinal);
        Assert.Contains(" 403 ", await SocketAsync($"http://{machine.OurAddress}:{port + 1}"), StringComparison.Ordinal);
        Assert.Contains(" 403 ", await machine.RequestAsync(
            port, "POST /sign-out HTTP/1.1", $"Host: {host}", $"Cookie: {cookie}", "Origin: http://elsewhere.example", "Content-Length: 0"), StringComparison.Ordinal);

        Task<string> SocketAsync(string origin) => machine.RequestAsync(
            port, "GET /hubs/sandbox HTTP/1.1", $"Host: {host}", $"Cookie: {cookie}", $"Origin: {origin}", "Connection: Upgrade",
            "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==");
    }

    private static async Task<string> CookieOfAsync(IBrowserContext profile) =>
        (await profile.CookiesAsync()).Where(cookie => cookie.Name.StartsWith("ide-", StringComparison.Ordinal) && cookie.HttpOnly)
            .Select(cookie => $"{cookie.Name}={cookie.Value}").Single();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
