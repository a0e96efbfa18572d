using System.Text.RegularExpressions;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>Who belongs to a sandbox, and what each has of the room.</summary>
public sealed class PeopleTests(Browsers browsers)
{
    [Fact]
    public async Task Members_change_roles_are_removed_and_told_so_and_a_revoked_link_lets_nobody_in()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Members");
        // Both names ask for the same colour; who of them has it, all pages agree upon.
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        foreach (var page in new[] { annsPage, bobsPage })
        {
            var faces = page.Presence.Locator("[data-hue]");
            await Assertions.Expect(faces).ToHaveCountAsync(2);
            Assert.NotEqual(await faces.First.GetAttributeAsync("data-hue"), await faces.Last.GetAttributeAsync("data-hue"));
        }

        Assert.Equal(await HuesAsync(annsPage), await HuesAsync(bobsPage));

        // Also who comes when one of them is gone, and knows him from what he ran.
        await bobsPage.WriteFileAsync("bobs.py", "1");
        await SandboxPage.EndsAsync(await bobsPage.RunFileAsync());
        var bobs = await annsPage.Runs.First.Locator("[data-hue]").First.GetAttributeAsync("data-hue");
        await bob.Page.GotoAsync("about:blank");
        await Assertions.Expect(annsPage.Presence.Locator("[data-hue]")).ToHaveCountAsync(1);
        await ann.Page.ReloadAsync();
        await annsPage.IsLiveAsync();
        await Assertions.Expect(annsPage.Runs.First.Locator("[data-hue]").First).ToHaveAttributeAsync("data-hue", bobs!);
        await bob.Page.GotoAsync($"{product.Address}/s/{annsPage.SandboxId}");
        await bobsPage.IsLiveAsync();

        var link = await annsPage.InviteAsync("Cleo");
        await ann.Page.GetByTestId("invite").ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("invite-name")).ToBeFocusedAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the invitation of Cleo" }).ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("open-invitation")).ToHaveCountAsync(0);
        var member = ann.Page.GetByTestId("member").Filter(new() { HasText = "Bob" });
        await member.GetByLabel("Role of Bob").SelectOptionAsync("viewer");
        await Assertions.Expect(bob.Page.Locator(".top-bar").GetByText("Viewer", new() { Exact = true })).ToBeVisibleAsync();
        await bobsPage.IsLiveAsync();

        await member.GetByRole(AriaRole.Button, new() { Name = "Remove Bob" }).ClickAsync();
        await member.GetByRole(AriaRole.Button, new() { Name = "Remove Bob" }).ClickAsync();
        await Assertions.Expect(member).ToHaveCountAsync(0);
        await bobsPage.SaysAsync("refused");
        await Assertions.Expect(bob.Page.Locator(".connection-banner")).ToContainTextAsync("You are no longer a member of this sandbox");
        await Assertions.Expect(annsPage.Presence.Locator("[role=img]")).ToHaveCountAsync(1);

        await bob.Page.GotoAsync($"/s/{annsPage.SandboxId}");
        await Assertions.Expect(bob.Page.GetByText("There is no such sandbox")).ToBeVisibleAsync();
        await bob.Page.GotoAsync(link);
        await Assertions.Expect(bob.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("This link is not good any more");
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Borders_move_by_pointer_and_keys_hidden_links_say_where_they_lead_and_a_small_window_sees_all_of_a_terminal()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Room");
        await annsPage.WriteFileAsync("a.txt", "text");
        var terminal = await annsPage.OpenTerminalAsync();

        // The address is not the text, and shows before anything is opened.
        await annsPage.TypeLineAsync(terminal, @"printf '\e]8;;https://example.com/far\e\\cli%s\e]8;;\e\\\n' ck-me");
        var shown = terminal.Locator(".xterm-rows > div").Filter(new() { HasText = "click-me" });
        await Assertions.Expect(shown).ToBeVisibleAsync();
        // The screen lies over its rows and takes the pointer for them.
        await shown.HoverAsync(new() { Position = new() { X = 20, Y = 8 }, Force = true });
        await Assertions.Expect(terminal.Locator(".xterm-screen")).ToHaveClassAsync(new Regex("xterm-cursor-pointer"));
        await ann.Page.Keyboard.DownAsync("Control");
        await ann.Page.Mouse.DownAsync();
        await ann.Page.Mouse.UpAsync();
        await ann.Page.Keyboard.UpAsync("Control");
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("https://example.com/far");
        await ann.Page.Keyboard.PressAsync("Escape");

        // Who only watches, in a small window, sees the whole width in smaller letters.
        await using var vic = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Vic", asViewer: true));
        await new SandboxPage(vic.Page).IsLiveAsync();
        await vic.Page.SetViewportSizeAsync(420, 800);
        await vic.Page.Locator("[data-rail='terminals']").ClickAsync();
        var surface = vic.Page.Locator(".terminal-surface").First;
        await Assertions.Expect(surface).ToHaveAttributeAsync("data-fit", "scaled");
        await vic.Page.WaitForFunctionAsync(
            "surface => surface.querySelector('.xterm-screen').offsetWidth <= surface.clientWidth", await surface.ElementHandleAsync());

        await ann.Page.GetByTestId("split-terminal").ClickAsync();
        await MovesAsync(ann.Page, ann.Page.Locator(".terminal-border"), ann.Page.GetByTestId("terminal").First);
        await ann.Page.ReloadAsync();
        await annsPage.IsLiveAsync();
        await ann.Page.Locator(".terminal-border").FocusAsync();
        await Assertions.Expect(ann.Page.Locator(".terminal-border")).Not.ToHaveAttributeAsync("aria-valuenow", "50");

        await annsPage.Editor.Locator(".monaco-editor").First.ClickAsync();
        await ann.Page.Keyboard.PressAsync("Control+\\");
        await MovesAsync(ann.Page, ann.Page.Locator(".editor-border"), annsPage.Editor.Locator(".editor-group").First);

        // So do those of the frame, and what was given is there after a reload.
        await MovesAsync(ann.Page, ann.Page.Locator(".side-splitter"), ann.Page.Locator("[data-area=side]"), by: 30);
        await MovesAsync(ann.Page, ann.Page.Locator(".aside-splitter"), ann.Page.Locator("[data-area=editor]"));
        await MovesAsync(ann.Page, ann.Page.Locator(".panel-splitter"), ann.Page.Locator("[data-area=editor]"), isUpwards: true);
        var given = await SizesAsync();
        await ann.Page.ReloadAsync();
        await annsPage.IsLiveAsync();
        Assert.Equal(given, await SizesAsync());
        Assert.Empty(ann.Failures.Concat(vic.Failures));

        Task<string> SizesAsync() => ann.Page.EvaluateAsync<string>(
            "[...document.querySelectorAll('[data-area]')].map(area => `${area.dataset.area} ${Math.round(area.clientWidth)}×${Math.round(area.clientHeight)}`).join()");
    }

    /// <summary>Who has which colour in a page.</summary>
    private static async Task<string> HuesAsync(SandboxPage page) => await page.Presence.Locator("[data-hue]").EvaluateAllAsync<string>(
        "faces => faces.map(face => `${face.dataset.person} ${face.dataset.hue}`).sort().join()");

    /// <summary>
    /// A border that is dragged to the left, or upwards, takes from what stands there; so do its keys, and the keyboard stays on it.
    /// </summary>
    private static async Task MovesAsync(IPage page, ILocator border, ILocator before, int by = 90, bool isUpwards = false)
    {
        await border.WaitForAsync();
        var (box, whole) = ((await border.BoundingBoxAsync())!, await SizeAsync());
        var (x, y) = (box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(isUpwards ? x : x - by, isUpwards ? y - by : y, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        var dragged = await SizeAsync();
        Assert.InRange(whole - dragged, by - 10, by + 10);
        await border.FocusAsync();
        await page.Keyboard.PressAsync(isUpwards ? "ArrowUp" : "ArrowLeft");
        await Assertions.Expect(border).ToBeFocusedAsync();
        Assert.True(await SizeAsync() < dragged);

        async Task<float> SizeAsync()
        {
            var found = (await before.BoundingBoxAsync())!;
            return isUpwards ? found.Height : found.Width;
        }
    }
}
