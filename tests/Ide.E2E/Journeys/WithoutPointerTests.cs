using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class WithoutPointerTests(Browsers browsers)
{
    /// <summary>What a browser keeps for itself: a command that relies on one of these could never be reached.</summary>
    private static readonly string[] BrowsersOwn =
        ["Ctrl+N", "Ctrl+T", "Ctrl+W", "Ctrl+Tab", "Ctrl+Shift+N", "Ctrl+Shift+T", "Ctrl+Shift+W", "Ctrl+Shift+Tab", "F11", "F12"];

    [Fact]
    public async Task Every_command_is_reached_by_the_keyboard_and_none_loses_it()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        var sandbox = await SandboxPage.CreateAsync(page, "Keys");
        var workbench = new Workbench(page);
        using var api = new ApiClient(product, sandbox.SandboxId);
        await api.WriteAsync("hello.py", "print('hello')\n");
        await page.Keyboard.PressAsync("Control+P");
        await page.Keyboard.TypeAsync("hello");
        await Assertions.Expect(workbench.Picks.First).ToContainTextAsync("hello.py");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sandbox.Editor).ToHaveAttributeAsync("data-path", "/workspace/hello.py");
        await Assertions.Expect(page.Locator("[data-area=editor] .monaco-editor :focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+Enter");
        await SandboxPage.EndsAsync(sandbox.Runs.First);

        var keys = await KeysAsync(page, workbench);
        // Two features may share keys, each where it has the keyboard; within one they must differ.
        Assert.Empty(keys.GroupBy(key => key).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(keys.Select(key => key.Keys).Intersect(BrowsersOwn));

        var lost = new List<string>();
        foreach (var (id, title) in await workbench.CommandsAsync())
        {
            await workbench.RunAsync(id, title);
            // What it opened closes again, and whatever it did, the keyboard is somewhere and goes on from there.
            await page.Keyboard.PressAsync("Escape");
            if (!await HasKeyboardAsync(page) || !await GoesOnAsync(page, workbench))
            {
                var focused = await page.EvaluateAsync<string>("document.activeElement?.outerHTML.slice(0, 120) ?? 'nothing'");
                lost.Add($"{id}: {focused}");
            }
        }

        Assert.True(lost.Count == 0, string.Join("\n", lost));
        Assert.Empty(await page.Locator(".toast-error").AllTextContentsAsync());
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Every_pane_is_entered_and_left_again()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        var sandbox = await SandboxPage.CreateAsync(page, "Round");
        var workbench = new Workbench(page);
        await sandbox.WriteFileAsync("hello.py", "print('hello')\n");
        await sandbox.OpenTerminalAsync();

        string[] round = ["editor", "terminals", "output", "Status bar", "Toolbar", "Views"];
        await page.Keyboard.PressAsync("Shift+F6");
        await workbench.HasKeyboardAsync("editor");
        foreach (var next in round.Skip(1))
        {
            await page.Keyboard.PressAsync("F6");
            await workbench.HasKeyboardAsync(next);
        }

        // In the editor Tab is a tab until Ctrl+M makes it the way out; a terminal's program gets every Tab.
        await page.Keyboard.PressAsync("F6");
        await page.Keyboard.PressAsync("F6");
        await workbench.HasKeyboardAsync("editor");
        await page.Keyboard.PressAsync("Control+M");
        await page.Keyboard.PressAsync("Tab");
        await workbench.HasKeyboardAsync(place => place != "editor");
        await workbench.RunAsync("Let Tab leave the text, or indent again");
        await workbench.HasKeyboardAsync("editor");
        await page.Keyboard.PressAsync("Tab");
        await workbench.HasKeyboardAsync("editor");
        await page.Keyboard.PressAsync("Control+`");
        await workbench.HasKeyboardAsync("terminals");
        await page.Keyboard.PressAsync("Tab");
        await workbench.HasKeyboardAsync("terminals");
        await page.Keyboard.PressAsync("F6");
        await workbench.HasKeyboardAsync("output");
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task A_sandbox_is_stopped_started_again_and_deleted_and_the_keyboard_is_never_lost_over_it()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var sandbox = await SandboxPage.CreateAsync(ann.Page, "Rest");
        await sandbox.WriteFileAsync("a.py", "1");
        var list = await ann.Profile.NewPageAsync();
        await list.GotoAsync(product.Address);
        var (stop, start) = (Button("Stop Rest"), Button("Start Rest"));
        // The circuit may come a moment after the page.
        await SandboxPage.PressUntilAsync(stop, start);
        await Assertions.Expect(start).ToBeFocusedAsync();

        await sandbox.SaysAsync("stopped");
        await ann.Page.BringToFrontAsync();
        await ann.Page.Locator(".connection-banner").GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await sandbox.IsLiveAsync();
        await new Workbench(ann.Page).HasKeyboardAsync("editor");

        await list.BringToFrontAsync();
        await Assertions.Expect(stop).ToBeFocusedAsync();
        await list.Keyboard.PressAsync("Enter");
        await Assertions.Expect(start).ToBeFocusedAsync();
        Assert.Empty(ann.Failures);

        await Button("Delete Rest").FocusAsync();
        await list.Keyboard.PressAsync("Enter");
        await list.GetByTestId("confirm-delete").FillAsync("Rest");
        await Assertions.Expect(list.GetByTestId("delete-sandbox")).ToBeEnabledAsync();
        await list.Keyboard.PressAsync("Enter");
        await Assertions.Expect(start).ToHaveCountAsync(0);
        await Assertions.Expect(list.GetByTestId("new-sandbox")).ToBeFocusedAsync();

        ILocator Button(string name) => list.GetByRole(AriaRole.Button, new() { Name = name });
    }

    /// <summary>The keys that the palette shows, each with the feature whose command they are.</summary>
    private static async Task<IReadOnlyList<(string Feature, string Keys)>> KeysAsync(IPage page, Workbench workbench)
    {
        await page.Keyboard.PressAsync("F1");
        await Assertions.Expect(workbench.Picks.First).ToBeVisibleAsync();
        var keys = await workbench.Picks.Filter(new() { Has = page.Locator("kbd") }).EvaluateAllAsync<string[][]>(
            "lines => lines.map(line => [line.dataset.id.split('.')[0], line.querySelector('kbd').textContent])");
        await page.Keyboard.PressAsync("Escape");
        return [.. keys.Select(key => (key[0], key[1]))];
    }

    /// <summary>
    /// Something has the keyboard, at the latest when the circuit has drawn what the command opened: the line that the palette
    /// came from may have gone with the one before.
    /// </summary>
    private static async Task<bool> HasKeyboardAsync(IPage page)
    {
        try
        {
            await page.WaitForFunctionAsync("document.activeElement && !document.activeElement.matches('html, body')");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>F6 takes the keyboard to another part of the page; after another Escape, where the circuit has opened something late.</summary>
    private static async Task<bool> GoesOnAsync(IPage page, Workbench workbench)
    {
        const int most = 10;
        var before = await workbench.FocusedAsync();
        for (var attempt = 0; attempt < most; attempt++)
        {
            await page.Keyboard.PressAsync("F6");
            if (await workbench.FocusedAsync() != before)
            {
                return true;
            }

            await page.Keyboard.PressAsync("Escape");
        }

        return false;
    }
}
