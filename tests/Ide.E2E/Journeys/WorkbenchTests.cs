using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class WorkbenchTests(Browsers browsers)
{
    [Fact]
    public async Task The_frame_remembers_itself_and_everything_is_a_few_letters_away()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        var sandbox = await SandboxPage.CreateAsync(page, "Frame");
        var workbench = new Workbench(page);
        using var api = new ApiClient(product, sandbox.SandboxId);
        await api.ExecuteManyAsync("mkdir -p deep/inside", 1);
        await api.WriteAsync("deep/inside/target_file.py", string.Concat(Enumerable.Repeat("x = 1\n", 40)));
        await api.WriteAsync("other.py", "y = 2\n");

        // Quick open by letters and line; what was open comes first the next time.
        await page.Keyboard.PressAsync("Control+P");
        await page.Keyboard.TypeAsync("tarfil:12");
        await Assertions.Expect(workbench.Picks.First).ToContainTextAsync("target_file.py");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sandbox.Editor).ToHaveAttributeAsync("data-path", "/workspace/deep/inside/target_file.py");
        await Assertions.Expect(page.GetByTestId("status-cursor")).ToHaveTextAsync("Ln 12, Col 1");
        await Assertions.Expect(page.GetByTestId("status-language")).ToHaveTextAsync("Python");
        await page.Keyboard.PressAsync("Control+P");
        await Assertions.Expect(workbench.Picks.First).ToContainTextAsync("target_file.py");
        await page.Keyboard.PressAsync("Escape");
        await workbench.HasKeyboardAsync("editor");

        // The palette opens over a terminal, too, and gives the keyboard back to it.
        await sandbox.OpenTerminalAsync();
        await page.Keyboard.PressAsync("Control+Shift+P");
        await page.Keyboard.TypeAsync("stop");
        await Assertions.Expect(workbench.Picks.Filter(new() { HasText = "Nothing runs" }).First).ToHaveAttributeAsync("aria-disabled", "true");
        await page.Keyboard.PressAsync("Escape");
        await workbench.HasKeyboardAsync("terminals");

        // Who asks for the terminals by name and is there already stays; their keys close them.
        await workbench.RunAsync("Go to Terminal");
        await workbench.HasKeyboardAsync("terminals");
        await workbench.ShowsAsync("side editor panel aside");

        // Areas close, open and take the room; a reload changes nothing of it.
        await page.Keyboard.PressAsync("Control+`");
        await workbench.ShowsAsync("side editor aside");
        await workbench.HasKeyboardAsync("editor");
        await page.Keyboard.PressAsync("Control+B");
        await workbench.ShowsAsync("editor aside");
        var output = page.Locator("[data-area=aside]");
        await page.GetByRole(AriaRole.Separator, new() { Name = "Width of the output" }).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(output).ToHaveCSSAsync("width", "260px");
        await page.ReloadAsync();
        await sandbox.IsLiveAsync();
        await workbench.ShowsAsync("editor aside");
        await Assertions.Expect(output).ToHaveCSSAsync("width", "260px");
        await workbench.RunAsync("Maximise or restore the output");
        await workbench.ShowsAsync("aside");
        await workbench.RunAsync("Reset the layout");
        await workbench.ShowsAsync("side editor panel aside");
        await page.Locator("[data-rail=explorer]").ClickAsync();
        await workbench.ShowsAsync("editor panel aside");

        // A small window shows one area at a time, all of them within reach.
        await page.SetViewportSizeAsync(420, 800);
        foreach (var (name, areas) in new[] { ("output", "aside"), ("terminals", "panel"), ("editor", "editor"), ("explorer", "side") })
        {
            await page.Locator($"[data-rail={name}]").ClickAsync();
            await workbench.ShowsAsync(areas);
        }

        // Nothing stands out of the window: there would be scroll bars at its edges.
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollHeight - innerHeight"));
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Where_a_name_is_from_is_found_from_the_palette()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var sandbox = await SandboxPage.CreateAsync(ann.Page, "Names");
        var workbench = new Workbench(ann.Page);
        await sandbox.WriteFileAsync("names.js", "const answer = 42;\nanswer;\n");
        var cursor = ann.Page.GetByTestId("status-cursor");

        // Again until Monaco has loaded what it knows of the language.
        var until = DateTime.UtcNow.AddMilliseconds(2 * Browsers.PatienceMs);
        do
        {
            Assert.True(DateTime.UtcNow < until, await cursor.InnerTextAsync());
            await sandbox.Editor.Locator(".monaco-editor textarea, .monaco-editor .native-edit-context").First.FocusAsync();
            await ann.Page.Keyboard.PressAsync("Control+Home");
            await ann.Page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(cursor).ToHaveTextAsync("Ln 2, Col 1");
            await workbench.RunAsync("Go to definition");
            await ann.Page.WaitForTimeoutAsync(300);
        }
        while (await cursor.InnerTextAsync() != "Ln 1, Col 7");

        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Settings_apply_at_once_and_a_run_that_ends_elsewhere_is_told_once()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        var sandbox = await SandboxPage.CreateAsync(page, "Told");
        var workbench = new Workbench(page);
        using var api = new ApiClient(product, sandbox.SandboxId);

        await page.Keyboard.PressAsync("Control+,");
        var settings = page.GetByTestId("settings");
        await settings.GetByLabel("Theme").SelectOptionAsync("contrast");
        await settings.GetByLabel("A run is long after (seconds)").FillAsync("1");
        await settings.GetByLabel("Tab size").FillAsync("99");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "contrast");
        await page.ReloadAsync();
        await sandbox.IsLiveAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "contrast");
        Assert.Equal("rgb(0, 0, 0)", await page.EvaluateAsync<string>("getComputedStyle(document.body.parentElement).backgroundColor"));
        await page.Keyboard.PressAsync("Control+,");
        await Assertions.Expect(settings.GetByLabel("Tab size")).ToHaveValueAsync("4");
        await page.Keyboard.PressAsync("Escape");

        await page.EvaluateAsync(
            """
            () => {
              const region = document.querySelector("[data-testid=announcements]");
              window.said = [];
              new MutationObserver(() => window.said.push(region.textContent)).observe(region, { childList: true });
            }
            """);
        await api.WriteAsync("slow.py", "import time\ntime.sleep(1.2)\nraise ValueError('went wrong')\n");
        await page.Keyboard.PressAsync("Control+P");
        await page.Keyboard.TypeAsync("slow");
        await Assertions.Expect(workbench.Picks.First).ToContainTextAsync("slow.py");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sandbox.Editor).ToHaveAttributeAsync("data-path", "/workspace/slow.py");
        var run = await sandbox.RunFileAsync();
        await workbench.HideAsync(true);
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("✗ slow.py failed"), new() { Timeout = 60_000 });
        await workbench.HideAsync(false);
        await Assertions.Expect(page).ToHaveTitleAsync("Told");
        await SandboxPage.EndsAsync(run, "failed");
        await Assertions.Expect(workbench.Announcements).ToContainTextAsync("ValueError: went wrong");

        // A flood of ends is a few sentences.
        await api.ExecuteManyAsync("true", 40);
        await Assertions.Expect(workbench.Announcements).ToContainTextAsync("runs ended", new() { Timeout = 60_000 });
        var said = await page.EvaluateAsync<string[]>("window.said");
        Assert.Single(said, line => line.Contains("slow.py failed", StringComparison.Ordinal));
        Assert.True(said.Length < 40, $"{said.Length} announcements");

        await page.GetByTestId("status-stats").ClickAsync();
        await Assertions.Expect(page.GetByTestId("resources")).ToContainTextAsync("2 GB");
        await Assertions.Expect(page.Locator("[data-now=memory]")).ToContainTextAsync("B");
        Assert.Empty(ann.Failures);
    }
}
