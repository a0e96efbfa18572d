using System.Security.Cryptography;
using System.Text;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class NothingIsLostTests(Browsers browsers)
{
    private const int Kills = 20;

    /// <summary>
    /// Goes on through every kill, until it is told to stop. However slow the machine: a page, which shows a run's last 500
    /// lines, still shows all of them at the end.
    /// </summary>
    private const string Counting =
        """
        import os, time
        for i in range(450):
            print("line", i, flush=True)
            time.sleep(0.25)
            if os.path.exists("stop"):
                break
        while not os.path.exists("stop"):
            time.sleep(0.25)
        """;

    [Fact]
    public async Task Twenty_servers_killed_during_a_run_cost_nobody_a_line()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Kills");
        using var api = new ApiClient(product, annsPage.SandboxId);
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        await CountAsync(annsPage);

        var random = new Random(20);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(20, 500), TestContext.Current.CancellationToken);
            await product.KillServerAsync();
            await product.StartServerAsync();
        }

        await annsPage.IsLiveAsync();
        await bobsPage.IsLiveAsync();
        await EndAndCompareAsync(api, annsPage, bobsPage);
    }

    [Fact]
    public async Task A_reload_and_a_tab_that_is_closed_and_opened_again_show_a_run_from_its_first_line_to_its_last()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Reload");
        using var api = new ApiClient(product, page.SandboxId);
        await CountAsync(page);

        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        Assert.Contains(
            "online", await ann.Page.Locator("head > script:not([src])").First.TextContentAsync() ?? "", StringComparison.Ordinal);
        await Assertions.Expect(page.Runs.First).ToContainTextAsync("line 5");

        var address = ann.Page.Url;
        await ann.Page.CloseAsync();
        var again = await ann.Profile.NewPageAsync();
        await again.GotoAsync(address);
        var reopened = new SandboxPage(again);
        await reopened.IsLiveAsync();

        await EndAndCompareAsync(api, reopened);
    }

    /// <summary>Two tabs of one person; what happens to their network, they say, and make up for by themselves.</summary>
    [Fact]
    public async Task Ten_seconds_without_a_network_and_one_that_has_gone_silent_are_said_and_made_up_for()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var network = new Network(product);
        await using var ann = await Person.SignInAsync(browsers, product, network);
        var page = await SandboxPage.CreateAsync(ann.Page, "Network");
        using var api = new ApiClient(product, page.SandboxId);
        var terminal = await page.OpenTerminalAsync();
        await page.TypeLineAsync(terminal, "for i in $(seq 1 60); do echo tick-$i; sleep 0.5; done");
        await page.WriteFileAsync("draft.txt", "saved");
        await CountAsync(page);
        await page.TypeAsync("not-saved-yet");
        var second = await ann.Profile.NewPageAsync();
        await second.GotoAsync(ann.Page.Url);
        var other = new SandboxPage(second);
        await other.IsLiveAsync();
        await page.MarkAsync();
        await other.MarkAsync();

        network.Cut();
        await page.SaysAsync("offline");
        await other.SaysAsync("offline");
        var outage = Task.Delay(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await ShowsNothingUntrueAsync(page, ann.Page);
        await outage;
        network.Restore();
        await page.IsLiveAsync();
        await other.IsLiveAsync();
        await Assertions.Expect(page.NewTerminal).ToBeEnabledAsync();
        await Assertions.Expect(ann.Page.GetByTestId("status-stats")).ToBeVisibleAsync();

        // Nobody closes these connections: that nothing comes any more, the pages must notice by themselves.
        network.Hush();
        await page.SaysAsync("offline");
        await other.SaysAsync("offline");
        network.Restore();
        await page.IsLiveAsync();
        await other.IsLiveAsync();

        // The server never went: the pages come back as they are, with what Razor draws. Asking for a link needs its circuit.
        await page.InviteAsync("Bob");
        await other.InviteAsync("Bob");
        Assert.True(await page.IsMarkedAsync() && await other.IsMarkedAsync(), "A page was loaded anew for a network that was away.");
        await Assertions.Expect(ann.Page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await Assertions.Expect(second.Locator("#blazor-error-ui")).ToBeHiddenAsync();
        await Assertions.Expect(page.Editor).ToContainTextAsync("not-saved-yet");
        await SandboxPage.ShowsAsync(terminal, "tick-60");
        await page.TypeLineAsync(terminal, "echo typed-$((40 + 2))");
        await SandboxPage.ShowsAsync(terminal, "typed-42");
        await EndAndCompareAsync(api, page, other);
    }

    [Fact]
    public async Task A_page_that_slept_while_its_server_was_started_anew_wakes_up_whole()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Sleep");
        using var api = new ApiClient(product, page.SandboxId);
        await page.WriteFileAsync("draft.txt", "saved");
        await CountAsync(page);
        await page.TypeAsync("first\nsecond\nnot-saved-yet");
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        var cursor = ann.Page.GetByTestId("status-cursor");
        await Assertions.Expect(cursor).ToContainTextAsync("Ln 2");
        var browser = await ann.Profile.NewCDPSessionAsync(ann.Page);

        await FreezeAsync("frozen");
        await product.KillServerAsync();
        await product.StartServerAsync();
        await FreezeAsync("active");

        await page.IsLiveAsync();
        await Assertions.Expect(page.Editor).ToContainTextAsync("not-saved-yet", new() { Timeout = 60_000 });
        await Assertions.Expect(cursor).ToContainTextAsync("Ln 2");
        await EndAndCompareAsync(api, page);

        Task FreezeAsync(string state) => browser.SendAsync("Page.setWebLifecycleState", new() { ["state"] = state });
    }

    [Fact]
    public async Task What_becomes_of_the_sandbox_or_the_sign_in_is_said_in_the_page_while_one_looks()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Watched");
        var sandbox = page.SandboxId;
        using var api = new ApiClient(product, sandbox);
        await CountAsync(page);
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();

        var terminal = await page.OpenTerminalAsync();

        // Nobody starts it: that people watch is enough.
        product.KillAgent(sandbox);
        foreach (var (watching, person) in new[] { (page, ann), (bobs, bob) })
        {
            await SandboxPage.EndsAsync(watching.Runs.First, "failed");
            await Assertions.Expect(watching.Runs.First).ToContainTextAsync("the sandbox was started again");
            await watching.IsLiveAsync();
            await Assertions.Expect(person.Page.GetByText("ended unexpectedly and was started again")).ToBeVisibleAsync();
        }

        var ends = from happened in await api.ReadEventsAsync()
                   where (string?)happened["type"] == "run_finished"
                   select ((string?)happened["state"], (string?)happened["reason"]);
        Assert.Equal([("failed", "agent_restarted")], ends);
        await Assertions.Expect(terminal).ToHaveCountAsync(0);
        await SandboxPage.ShowsAsync(await page.OpenTerminalAsync(), "$");

        await api.ManageAsync(HttpMethod.Post, "/stop");
        await page.SaysAsync("stopped");
        await bobs.SaysAsync("stopped");

        // A terminal ended with it: who types there is told so, and starts nothing. A new one does.
        await page.TypeLineAsync(terminal, "echo lost");
        await Assertions.Expect(terminal.GetByText("This terminal ended with the sandbox.")).ToBeVisibleAsync();
        await Assertions.Expect(ann.Page.GetByText("This terminal ended with the sandbox. What you type is not sent.")).ToBeVisibleAsync();
        await Assertions.Expect(ann.Page.GetByText("its terminals have ended")).ToBeVisibleAsync();
        await page.SaysAsync("stopped");
        await page.NewTerminal.ClickAsync();
        await page.IsLiveAsync();
        await Assertions.Expect(terminal).ToHaveCountAsync(1);
        await SandboxPage.ShowsAsync(terminal, "$");
        await bobs.IsLiveAsync();
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(1);

        // One that dies again and again is left alone, and says so; a person starts it.
        for (var death = 1; death <= 6; death++)
        {
            await api.AnswersAsync();
            product.KillAgent(sandbox);
        }

        await page.SaysAsync("failed");
        await bobs.SaysAsync("failed");
        await Assertions.Expect(bob.Page.GetByText("ended by itself 6 times in a row")).ToBeVisibleAsync();
        await Assertions.Expect(bob.Page.GetByText("ended unexpectedly and was started again")).ToHaveCountAsync(0);
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await page.IsLiveAsync();
        await bobs.IsLiveAsync();

        await bob.Page.EvaluateAsync("() => fetch('/sign-out', { method: 'POST' })");
        await bobs.SaysAsync("refused");
        await Assertions.Expect(bob.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        var door = await bob.Profile.NewPageAsync();
        await door.GotoAsync(await page.InviteAsync("Bob"));
        await door.GetByTestId("sign-in").ClickAsync();
        await new SandboxPage(door).IsLiveAsync();
        await bobs.IsLiveAsync();

        await api.ManageAsync(HttpMethod.Delete, "");
        foreach (var watching in new[] { page, bobs })
        {
            await watching.SaysAsync("refused");
        }

        await Assertions.Expect(ann.Page.GetByText("or it was deleted").First).ToBeVisibleAsync();
    }

    /// <summary>Starts the program that prints a line ten times a second, and waits for the first of them.</summary>
    private static async Task CountAsync(SandboxPage page)
    {
        await page.WriteFileAsync("count.py", Counting);
        await page.RunFileAsync();
        await Assertions.Expect(page.Runs.First).ToContainTextAsync("line 5", new() { Timeout = 60_000 });
    }

    /// <summary>Ends the run, and compares what each page shows with the run's file and with the journal.</summary>
    private static async Task EndAndCompareAsync(ApiClient api, params SandboxPage[] pages)
    {
        await api.WriteAsync("stop", "");
        foreach (var page in pages)
        {
            await SandboxPage.EndsAsync(page.Runs.First);
        }

        var output = await api.ReadOutputAsync((await pages[0].Runs.First.GetAttributeAsync("data-run-id"))!);
        Assert.StartsWith("line 0\nline 1\n", output, StringComparison.Ordinal);
        var events = await api.ReadEventsAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(found => (long)found["seq"]!));
        var inline = string.Concat(events.Where(found => (string?)found["type"] == "output").Select(found => (string?)found["text"]));
        Assert.Equal((Hash(output), Tail(output)), (Hash(inline), Tail(inline)));
        foreach (var page in pages)
        {
            // A server that was started anew knows no circuit: a page that is live already may load itself while one reads.
            await Assertions.Expect(page.Runs).ToHaveCountAsync(1);
            var shown = await page.ShownTextAsync(page.Runs.First, text => text == output);
            Assert.Equal((Hash(output), Tail(output)), (Hash(shown), Tail(shown)));
        }
    }

    /// <summary>So that a difference says more than that there is one.</summary>
    private static string Tail(string text) => text[^Math.Min(text.Length, 60)..];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Without a connection: what would do nothing is disabled and says why, and what was true then is not shown as if it were now.</summary>
    private static async Task ShowsNothingUntrueAsync(SandboxPage sandbox, IPage page)
    {
        var banner = page.Locator(".connection-banner");
        await Assertions.Expect(banner).ToContainTextAsync("The connection was lost");
        var newFile = page.GetByRole(AriaRole.Button, new() { Name = "New file", Exact = true }).First;
        foreach (var button in new[] { sandbox.NewTerminal, page.GetByTestId("invite"), newFile })
        {
            await Assertions.Expect(button).ToBeDisabledAsync();
            Assert.Contains("There is no connection now", await button.GetAttributeAsync("title"), StringComparison.Ordinal);
        }

        await Assertions.Expect(page.GetByTestId("status-stats")).ToBeHiddenAsync();
        var (editor, said) = ((await sandbox.Editor.BoundingBoxAsync())!, (await banner.BoundingBoxAsync())!);
        Assert.True(said.Y >= editor.Y + editor.Height, "What is said of the connection lies over the editor.");
    }
}
