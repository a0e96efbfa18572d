using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class AccessibilityTests(Browsers browsers)
{
    /// <summary>Whether the editor's cursor goes and comes, as seen for as long as three of its periods.</summary>
    private const string Blinks =
        """
        expected => new Promise(resolve => {
          let hidden = 0;
          const cursor = document.querySelector(".editor-surface .cursors-layer > .cursor");
          const seen = new MutationObserver(() => hidden += cursor.style.visibility === "hidden" ? 1 : 0);
          seen.observe(cursor, { attributes: true, attributeFilter: ["style"] });
          setTimeout(() => {
            seen.disconnect();
            resolve(hidden > 0 === expected);
          }, 3_000);
        })
        """;

    [Fact]
    public async Task Axe_finds_no_serious_fault_in_any_state_of_any_theme()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        var axe = new AxeWalk(page);
        // Colours on their way from one to the other are nobody's.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await page.Locator(".page-root:not([inert])").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("."));

        await axe.InAllThemesAsync("sandboxes, none yet");
        await page.GetByTestId("new-sandbox").ClickAsync();
        await axe.InAllThemesAsync("new sandbox");
        await page.Keyboard.PressAsync("Escape");
        var sandbox = await SandboxPage.CreateAsync(page, "Seen");
        await axe.InAllThemesAsync("an empty sandbox");

        using var api = new ApiClient(product, sandbox.SandboxId);
        await api.WriteAsync("all.py", "import pandas as pd\nprint('text')\ndisplay(pd.DataFrame({'a': [1, 2]}))\ninput('Name? ')\n");
        await api.WriteAsync("bad.py", "raise ValueError('no')\n");
        await OpenAndRunAsync("bad.py");
        await SandboxPage.EndsAsync(sandbox.Runs.Last, "failed");
        await OpenAndRunAsync("all.py");
        await Assertions.Expect(sandbox.Runs.Last.GetByRole(AriaRole.Textbox)).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await sandbox.OpenTerminalAsync();
        await axe.InAllThemesAsync("files, results, an error, a question, a terminal");

        // Each view of the side bar, as features add them.
        foreach (var button in await page.Locator(".rail-button[data-rail]:visible").AllAsync())
        {
            if (await button.GetAttributeAsync("aria-pressed") != "true")
            {
                await button.ClickAsync();
            }

            await axe.CheckAsync($"the side view {await button.GetAttributeAsync("data-rail")}");
        }

        await page.Keyboard.PressAsync("F1");
        await axe.InAllThemesAsync("the palette");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+,");
        await axe.InAllThemesAsync("settings");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+F1");
        await axe.InAllThemesAsync("shortcuts");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("status-stats").ClickAsync();
        await axe.InAllThemesAsync("resources");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("invite").ClickAsync();
        await axe.InAllThemesAsync("invite");
        await page.Keyboard.PressAsync("Escape");

        // Twice the size on a small screen, one area at a time.
        await page.SetViewportSizeAsync(512, 384);
        foreach (var button in await page.Locator(".rail-button[data-rail]:visible").AllAsync())
        {
            await button.ClickAsync();
            await axe.CheckAsync($"small, {await button.GetAttributeAsync("data-rail")}");
        }

        await page.GotoAsync("/");
        await axe.InAllThemesAsync("sandboxes");
        await page.GotoAsync("/nowhere");
        await axe.InAllThemesAsync("nothing there");
        await page.GotoAsync("/s/nowhere");
        await axe.InAllThemesAsync("no such sandbox");
        Assert.True(axe.Faults.Count == 0, string.Join("\n", axe.Faults));

        async Task OpenAndRunAsync(string name)
        {
            var workbench = new Workbench(page);
            await page.Keyboard.PressAsync("Control+P");
            await page.Keyboard.TypeAsync(name);
            await Assertions.Expect(workbench.Picks.First).ToContainTextAsync(name);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(sandbox.Editor).ToHaveAttributeAsync("data-path", $"/workspace/{name}");
            await sandbox.RunFileAsync();
        }
    }

    [Fact]
    public async Task Axe_finds_no_serious_fault_in_results_of_every_kind_in_what_was_found_and_in_what_a_viewer_sees()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var sandbox = await SandboxPage.CreateAsync(ann.Page, "Filled");
        using var program = new ApiClient(product, sandbox.SandboxId);
        await program.WriteAsync("words.txt", "needle\nneedle again\n");
        await program.RunCodeAsync(
            """
            import pandas as pd, matplotlib.pyplot as plt, sys
            from IPython.display import *
            frame = pd.DataFrame({'name': ['b', 'a'], 'n': [9, 10]})
            display(frame)
            plt.bar(['Jan', 'Feb'], [10, 14]); plt.title('Sales'); plt.show()
            display({'rows': [{'first name': 'Ann'}] * 3}, Markdown('# Head $x^2$\n\n[a link](https://example.com/)'), Latex(r'$\frac{1}{2}$'))
            display({'audio/wav': 'UklGRg==', 'text/plain': 'sound'}, raw=True)
            display(HTML('<h3>Title</h3><p>text</p>'), HTML('<script>1</script>apart'))
            print('\x1b[31mred\x1b[32m green\x1b[33m yellow\x1b[34m blue\x1b[35m magenta\x1b[36m cyan\x1b[0m https://example.com/')
            print('to stderr', file=sys.stderr)
            """);
        await program.RunCodeAsync("def half(n):\n    return n / 0\n\nhalf(3)");
        await using var vic = await Person.JoinAsync(browsers, product, await sandbox.InviteAsync("Vic", asViewer: true));
        await new SandboxPage(vic.Page).IsLiveAsync();
        await sandbox.InviteAsync("Bob");
        await sandbox.OpenTerminalAsync();
        var axe = await WalkAsync(ann);

        await Assertions.Expect(sandbox.Runs).ToHaveCountAsync(2);
        await sandbox.Runs.First.ScrollIntoViewIfNeededAsync();
        await axe.InAllThemesAsync("results of every kind");
        await sandbox.Runs.First.GetByRole(AriaRole.Button, new() { Name = "Chart", Exact = true }).First.ClickAsync();
        await ann.Page.Locator("[data-command='output.filter']").ClickAsync();
        await axe.InAllThemesAsync("a chart, and the filters");
        await ann.Page.Locator("[data-rail='search']").ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("search-query")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Control+Shift+H");
        await ann.Page.GetByTestId("search-query").FillAsync("needle");
        await Assertions.Expect(ann.Page.GetByTestId("search-results")).ToContainTextAsync("again");
        await axe.InAllThemesAsync("what was found, with a replacement");
        await ann.Page.Locator("[data-rail='contexts']").ClickAsync();
        var open = ann.Page.GetByTestId("variables").GetByRole(AriaRole.Button, new() { Name = "Open frame as a table" });
        await Assertions.Expect(open).ToBeVisibleAsync();
        await Assertions.Expect(ann.Page.GetByTestId("variables").GetByText("half", new() { Exact = true })).ToBeHiddenAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Show functions, classes and modules" }).ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("variables").GetByText("half", new() { Exact = true })).ToBeVisibleAsync();
        await axe.InAllThemesAsync("contexts and variables");
        await open.ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("int64");
        await axe.InAllThemesAsync("a variable as a table");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.GetByTestId("invite").ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("open-invitation")).ToBeVisibleAsync();
        await axe.InAllThemesAsync("members and an open invitation");
        await ann.Page.Keyboard.PressAsync("Escape");
        await sandbox.Presence.ClickAsync();
        await axe.InAllThemesAsync("who is here");
        await ann.Page.Keyboard.PressAsync("Escape");

        var vics = await WalkAsync(vic);
        await vics.InAllThemesAsync("what a viewer sees");
        await ann.Page.GotoAsync("/");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Delete Filled" }).ClickAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Dialog, new() { Name = "Delete Filled?" })).ToBeVisibleAsync();
        await Assertions.Expect(ann.Page.GetByTestId("confirm-delete")).ToBeFocusedAsync();
        await axe.InAllThemesAsync("a sandbox about to be deleted");
        Assert.True(axe.Faults.Concat(vics.Faults).ToList() is [], string.Join("\n", axe.Faults.Concat(vics.Faults)));
        Assert.Empty(ann.Failures.Concat(vic.Failures));

        static async Task<AxeWalk> WalkAsync(Person person)
        {
            await person.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
            return new(person.Page);
        }
    }

    [Fact]
    public async Task Axe_finds_no_serious_fault_in_what_one_comes_to_seldom()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var sandbox = await SandboxPage.CreateAsync(page, "Seldom");
        using var program = new ApiClient(product, sandbox.SandboxId);
        await program.WriteAsync("notes.txt", "one\n");
        await program.WriteAsync("read.md", "# Title\n\n[link](https://example.com/) `code`\n");
        await program.WriteAsync("rows.csv", "a,b\n1,2\n");
        await program.WriteAsync("run.py", "print(1)\n");
        await program.RunCodeAsync("print(1)");
        var editor = new EditorPage(page);
        var axe = new AxeWalk(page);

        await sandbox.OpenTerminalAsync();
        await page.Keyboard.PressAsync("Control+Shift+F");
        await page.GetByTestId("terminal-find").FillAsync("nowhere");
        await axe.InAllThemesAsync("a search in a terminal");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("terminal").ClickAsync(new() { Button = MouseButton.Right });
        await Assertions.Expect(page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await axe.InAllThemesAsync("the menu of a terminal");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("[data-terminal-tab]").DblClickAsync();
        await Assertions.Expect(page.GetByTestId("prompt-field")).ToBeFocusedAsync();
        await axe.InAllThemesAsync("a new name for a terminal");
        await page.Keyboard.PressAsync("Escape");

        await sandbox.Runs.First.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Pinned runs" })).ToBeVisibleAsync();
        await editor.OpenAsync("read.md");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show text and preview" }).ClickAsync();
        await Assertions.Expect(editor.Preview.Locator("h1")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+\\");
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(2);
        await editor.OpenAsync("rows.csv");
        await page.Keyboard.PressAsync("Control+Shift+V");
        await Assertions.Expect(editor.Preview.Last).ToContainTextAsync("1 row");
        await axe.InAllThemesAsync("a pinned run, and editors side by side with previews");

        await editor.OpenAsync("notes.txt");
        await page.Locator(".editor-group.active .view-line").First.ClickAsync();
        await editor.TypeAtEndAsync("mine");
        await program.WriteAsync("notes.txt", "theirs\n");
        await Assertions.Expect(editor.Tab("notes.txt", 1)).ToContainClassAsync("conflict");
        await axe.InAllThemesAsync("a file that somebody else has changed");
        await page.Keyboard.PressAsync("Control+S");
        await Assertions.Expect(editor.Comparison).ToContainTextAsync("theirs");
        await axe.InAllThemesAsync("two texts compared");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save my text" }).ClickAsync();

        await editor.OpenAsync("run.py");
        await page.GetByTestId("context-status").ClickAsync();
        await Assertions.Expect(page.GetByTestId("context-picker")).ToBeVisibleAsync();
        await axe.InAllThemesAsync("the choice of a context");
        await page.Keyboard.PressAsync("Escape");
        await sandbox.Explorer.GetByText("run.py").ClickAsync(new() { Button = MouseButton.Right });
        await Assertions.Expect(page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await axe.InAllThemesAsync("the menu of a file");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "New file", Exact = true }).First.ClickAsync();
        await sandbox.Explorer.GetByRole(AriaRole.Textbox).FillAsync("run.py");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(sandbox.Explorer.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await axe.InAllThemesAsync("a name that will not do");
        await page.Keyboard.PressAsync("Escape");

        await program.ManageAsync(HttpMethod.Post, "/stop");
        await Assertions.Expect(page.Locator(".connection-banner")).ToContainTextAsync("stopped");
        await axe.InAllThemesAsync("a sandbox that is stopped");
        await page.EvaluateAsync("() => fetch('/sign-out', { method: 'POST' })");
        await sandbox.SaysAsync("refused");
        await Assertions.Expect(page.Locator(".connection-banner")).ToContainTextAsync("signed out");
        await axe.InAllThemesAsync("somebody who is signed out");
        await page.GotoAsync("/sign-in");
        await Assertions.Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
        await axe.InAllThemesAsync("the way in");
        await page.GotoAsync("/sign-in/nonsense");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("not good");
        await axe.InAllThemesAsync("a link that is not good");
        Assert.True(axe.Faults.Count == 0, string.Join("\n", axe.Faults));
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task The_editor_follows_the_system_in_and_out_of_its_colours_and_of_stillness_while_one_works()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var page = await SandboxPage.CreateAsync(ann.Page, "System");
        await page.WriteFileAsync("a.txt", "words");
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        await bob.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await new SandboxPage(bob.Page).IsLiveAsync();
        await new EditorPage(bob.Page).OpenAsync("a.txt");
        await LooksAsync(ann.Page, "vs-dark", "rgb(20, 22, 26)");
        await LooksAsync(bob.Page, "vs", "rgb(255, 255, 255)");

        await ann.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await bob.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await LooksAsync(ann.Page, "hc-black", "rgb(0, 0, 0)");
        await LooksAsync(bob.Page, "hc-light", "rgb(255, 255, 255)");

        // What was set meanwhile holds when they end.
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await LooksAsync(ann.Page, "hc-light", "rgb(255, 255, 255)");
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ann.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        await bob.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        await LooksAsync(ann.Page, "vs-dark", "rgb(20, 22, 26)");
        await LooksAsync(bob.Page, "vs", "rgb(255, 255, 255)");

        // The cursor blinks, until the person wants nothing to move, and does again after that.
        await ann.Page.Locator(".editor-surface .view-line").First.ClickAsync();
        await ann.Page.WaitForFunctionAsync(Blinks, true);
        await ann.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        await ann.Page.WaitForFunctionAsync(Blinks, false);
        await ann.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        await ann.Page.WaitForFunctionAsync(Blinks, true);
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        static async Task LooksAsync(IPage page, string theme, string background)
        {
            var editor = page.Locator(".editor-surface .monaco-editor").First;
            await Assertions.Expect(editor).ToContainClassAsync(theme);
            await Assertions.Expect(editor).ToHaveCSSAsync("background-color", background);
        }
    }

    [Fact]
    public async Task Reduced_motion_and_forced_colours_are_heeded()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = ann.Page;
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce, ForcedColors = ForcedColors.Active, ColorScheme = ColorScheme.Dark });
        var sandbox = await SandboxPage.CreateAsync(page, "Calm");

        var moving = await page.EvaluateAsync<int>(
            "document.getAnimations().filter(animation => animation.playState === 'running').length");
        Assert.Equal(0, moving);
        var rail = page.Locator(".rail-button[aria-pressed=true]").First;
        Assert.NotEqual("none", await rail.EvaluateAsync<string>("button => getComputedStyle(button, '::before').backgroundColor"));

        // A tab is underlined while somebody types there only, and what a terminal draws has the system's colours, also in a canvas.
        var terminal = await sandbox.OpenTerminalAsync();
        var tab = page.Locator("[data-terminal-tab]");
        await Assertions.Expect(tab).ToHaveCSSAsync("border-bottom-color", "rgb(0, 0, 0)");
        await tab.EvaluateAsync("tab => { tab.dataset.hue = '3'; }");
        await Assertions.Expect(tab).Not.ToHaveCSSAsync("border-bottom-color", "rgb(0, 0, 0)");
        Assert.Equal("rgb(0, 0, 0)", await terminal.Locator(".xterm-scrollable-element").EvaluateAsync<string>("drawn => drawn.style.backgroundColor"));
        await page.Keyboard.PressAsync("F1");
        await Assertions.Expect(page.Locator(".palette-line[aria-selected=true]")).ToHaveCSSAsync("outline-style", "solid");
        Assert.Empty(ann.Failures);
    }
}
