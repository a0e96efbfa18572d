using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class ContextsTests(Browsers browsers)
{
    /// <summary>The first cell waits until the test lets it go on.</summary>
    private const string Cells =
        """
        # %% slow
        import os, time
        while not os.path.exists("/workspace/go"): time.sleep(0.02)

        # %% quick
        rows = [{"n": i, "square": i * i} for i in range(100_000)]

        # %% fails
        ready = True
        1 / 0
        """;

    private const string Parts =
        """
        # %% numbers
        if True:
            price = 21
            print("counted")
        count = 2

        # %% sum
        print("sum", price * count)
        """;

    [Fact]
    public async Task Two_people_wait_in_one_context_one_takes_a_context_of_her_own_and_both_see_all_of_it()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Contexts");
        using var api = new ApiClient(product, annsPage.SandboxId);
        await annsPage.WriteFileAsync("cells.py", Cells);
        await using var bea = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bea"));
        var beasPage = new SandboxPage(bea.Page);
        await beasPage.IsLiveAsync();
        await OpenAsync(bea.Page, beasPage);

        await ShowContextsAsync(ann.Page);
        await GoToAsync(ann.Page, "Control+Home");
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await Assertions.Expect(Queue(bea.Page)).ToHaveCountAsync(2, new() { Timeout = 60_000 });
        await GoToAsync(bea.Page, "Control+Home");
        await bea.Page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(Queue(ann.Page).Locator(".queue-state")).ToHaveTextAsync(["runs", "waits", "waits"]);
        await Assertions.Expect(Queue(ann.Page).Locator(".queue-title")).ToHaveTextAsync(["cells.py:1", "cells.py:5", "cells.py:1"]);
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel Bea’s run" }).ClickAsync();
        await SandboxPage.EndsAsync(beasPage.Runs.Nth(2), "cancelled");

        await bea.Page.GetByTestId("context-status").ClickAsync();
        await bea.Page.GetByRole(AriaRole.Button, new() { Name = "New of your own…" }).ClickAsync();
        await bea.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Bea’s corner");
        await bea.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(bea.Page.GetByTestId("context-status")).ToContainTextAsync("Bea’s corner", new() { Timeout = 60_000 });
        await GoToAsync(bea.Page, "Control+End");
        await bea.Page.Keyboard.PressAsync("Control+Enter");
        await SandboxPage.EndsAsync(annsPage.Runs.Nth(3), "failed");
        await Assertions.Expect(annsPage.Runs.Nth(3)).ToContainTextAsync("line 10");
        await Assertions.Expect(Queue(ann.Page)).ToHaveCountAsync(2);
        var corner = ann.Page.Locator(".context").Filter(new() { HasTextString = "Bea’s corner" });
        await Assertions.Expect(corner).ToContainTextAsync("Bea’s own");
        await ann.Page.GetByTestId("context-status").ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("context-picker").GetByRole(AriaRole.Button, new() { Name = "Bea’s corner" })).ToBeDisabledAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Variables(bea.Page)).ToContainTextAsync("ready");

        await api.WriteAsync("/workspace/go", "");
        await SandboxPage.EndsAsync(beasPage.Runs.Nth(1));
        await Assertions.Expect(Queue(ann.Page)).ToHaveCountAsync(0);
        await Assertions.Expect(Variables(ann.Page)).Not.ToContainTextAsync("ready");
        await ReadTableAsync(ann.Page);

        // Each chooses whose runs to see, and those of which context, which they know by its name.
        await FilterAsync(ann.Page, "Person", "Bea");
        await Assertions.Expect(annsPage.Runs.Locator(".run-actor")).ToHaveTextAsync(["Bea", "Bea"]);
        await FilterAsync(bea.Page, "Context or session", "Bea’s corner");
        await Assertions.Expect(beasPage.Runs.Locator(".run-name")).ToHaveTextAsync(["cells.py · fails"]);
        await Assertions.Expect(beasPage.Runs.Locator(".run-place")).ToHaveTextAsync(["Bea’s corner"]);
        await ann.Page.GetByLabel("Person", new() { Exact = true }).SelectOptionAsync("owner");
        await Assertions.Expect(annsPage.Runs.Locator(".run-name")).ToHaveTextAsync(["cells.py · slow", "cells.py · quick"]);
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the filter" }).ClickAsync();
        await Assertions.Expect(annsPage.Runs).ToHaveCountAsync(4);
        await Assertions.Expect(beasPage.Runs).ToHaveCountAsync(1);

        await ann.Page.Locator(".context").First.HoverAsync();
        await ann.Page.Locator(".context").First.GetByRole(AriaRole.Button, new() { Name = "Restart" }).ClickAsync();
        await Assertions.Expect(ann.Page.Locator("dialog[open]")).ToContainTextAsync("gone for everybody");
        await ann.Page.Locator("dialog[open]").GetByRole(AriaRole.Button, new() { Name = "Restart" }).ClickAsync();
        await Assertions.Expect(Variables(ann.Page)).ToContainTextAsync("It has none", new() { Timeout = 60_000 });
        Assert.Empty(ann.Failures.Concat(bea.Failures));

        await using var viewer = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Vic", asViewer: true));
        var viewersPage = new SandboxPage(viewer.Page);
        await viewersPage.IsLiveAsync();
        await OpenAsync(viewer.Page, viewersPage);
        await Assertions.Expect(viewer.Page.Locator(".context")).ToHaveCountAsync(2);
        await Assertions.Expect(viewer.Page.Locator(".context-tools:visible")).ToHaveCountAsync(0);
        await Assertions.Expect(viewer.Page.GetByTestId("new-context")).ToBeDisabledAsync();
        await Assertions.Expect(viewer.Page.Locator(".codelens-decoration a")).ToHaveCountAsync(0);

        // What ran before he came is marked, as long as the lines are those that ran.
        var (succeeded, failed) = (viewer.Page.Locator(".line-mark-succeeded"), viewer.Page.Locator(".line-mark-failed"));
        await Assertions.Expect(succeeded).ToHaveCountAsync(2);
        await Assertions.Expect(failed).ToHaveCountAsync(3);
        await api.WriteAsync("/workspace/cells.py", Cells.Replace("1 / 0", "1 / 1", StringComparison.Ordinal));
        await viewer.Page.ReloadAsync();
        await viewersPage.IsLiveAsync();
        await Assertions.Expect(succeeded).ToHaveCountAsync(2, new() { Timeout = 30_000 });
        await Assertions.Expect(failed).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_frame_of_millions_of_rows_is_paged_through_and_sorted()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Large");
        using var api = new ApiClient(product, page.SandboxId);
        await api.RunCodeAsync("import pandas as pd, numpy as np\nlarge = pd.DataFrame({'n': np.arange(3_000_000), 'twice': np.arange(3_000_000) * 2})");
        await ShowContextsAsync(ann.Page);
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Open large as a table" }).ClickAsync();
        var table = ann.Page.GetByTestId("table-dialog");
        await Assertions.Expect(table).ToContainTextAsync("3,000,000 rows");
        await table.Locator(".sheet-grid").FocusAsync();
        await ann.Page.Keyboard.PressAsync("Control+End");
        await Assertions.Expect(table.Locator("td.cursor")).ToHaveTextAsync("2999999");

        // From the head of a column, where a sort leaves the keyboard.
        await table.GetByTitle("Sort by n").ClickAsync();
        await table.GetByTitle("Sort by n").ClickAsync();
        await Assertions.Expect(table.Locator("th[aria-sort=descending]")).ToHaveCountAsync(1);
        await ann.Page.Keyboard.PressAsync("Control+Home");
        await Assertions.Expect(table.Locator("tbody tr").First).ToContainTextAsync("5999998");
        Assert.Empty(ann.Failures);
    }

    private static async Task ReadTableAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Open rows as a table" }).ClickAsync();
        var table = page.GetByTestId("table-dialog");
        await Assertions.Expect(table).ToContainTextAsync("100,000 rows");
        await table.GetByTitle("Sort by square").ClickAsync();
        await table.GetByTitle("Sort by square").ClickAsync();
        await Assertions.Expect(table.Locator("tbody tr").First.Locator("td")).ToHaveTextAsync(["99999", "9999800001"]);
        await table.Locator(".sheet-grid").FocusAsync();
        await page.Keyboard.PressAsync("Control+End");
        await Assertions.Expect(table.Locator("td.cursor")).ToHaveTextAsync("0");
        await new SandboxPage(page).KeepCopiesAsync();
        await page.Keyboard.PressAsync("Control+C");
        await new SandboxPage(page).CopiedAsync("0");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(table).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_next_cell_a_selection_and_a_statement_run_by_their_keys_and_the_other_sees_the_same_runs()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Parts");
        await page.WriteFileAsync("parts.py", Parts);
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();

        await GoToAsync(ann.Page, "Control+Home");
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await ann.Page.Keyboard.PressAsync("Shift+Enter");
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(2, new() { Timeout = 60_000 });

        // The keyboard has gone on to the last line: its end, up to the bracket, is selected.
        await ann.Page.Keyboard.PressAsync("Control+End");
        await ann.Page.Keyboard.PressAsync("ArrowLeft");
        for (var letter = 0; letter < "price * count".Length; letter++)
        {
            await ann.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        }

        await ann.Page.Keyboard.PressAsync("F9");
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(3, new() { Timeout = 60_000 });

        // With nothing selected it is the statement at the cursor, with all that is indented under it.
        await ann.Page.Keyboard.PressAsync("Control+Home");
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("F9");
        await Assertions.Expect(bobs.Runs).ToHaveCountAsync(4, new() { Timeout = 60_000 });

        foreach (var seen in new[] { page, bobs })
        {
            await Assertions.Expect(seen.Runs.Locator(".run-name")).ToHaveTextAsync(
                ["parts.py · numbers", "parts.py · sum", "parts.py:8", "parts.py:2"]);
            for (var run = 0; run < 4; run++)
            {
                await SandboxPage.EndsAsync(seen.Runs.Nth(run));
            }

            await Assertions.Expect(seen.Runs.Nth(1)).ToContainTextAsync("sum 42");
            await Assertions.Expect(seen.Runs.Nth(2)).ToContainTextAsync("42");
            await Assertions.Expect(seen.Runs.Nth(3)).ToContainTextAsync("counted");
            await Assertions.Expect(seen.Runs.Nth(3)).Not.ToContainTextAsync("sum 42");
            await seen.Runs.Nth(2).Locator(".run-source > summary").ClickAsync();
            await Assertions.Expect(seen.Runs.Nth(2).Locator(".run-source .code")).ToHaveTextAsync("price * count");
        }

        Assert.Equal(await IdsAsync(page), await IdsAsync(bobs));
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        static Task<string[]> IdsAsync(SandboxPage seen) =>
            seen.Runs.EvaluateAllAsync<string[]>("runs => runs.map(run => run.dataset.runId)");
    }

    private static async Task FilterAsync(IPage page, string field, string choice)
    {
        await page.Locator("[data-command='output.filter']").ClickAsync();
        await page.GetByLabel(field, new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = choice });
    }

    private static ILocator Queue(IPage page) => page.Locator(".context").First.Locator(".queue-run");

    private static ILocator Variables(IPage page) => page.GetByTestId("variables");

    private static async Task OpenAsync(IPage page, SandboxPage sandbox)
    {
        await sandbox.Explorer.GetByText("cells.py").DblClickAsync();
        await Assertions.Expect(sandbox.Editor).ToHaveAttributeAsync("data-path", "/workspace/cells.py");
        await ShowContextsAsync(page);
    }

    private static async Task ShowContextsAsync(IPage page)
    {
        await page.Locator("[data-rail=contexts]").ClickAsync();
        await Assertions.Expect(page.GetByTestId("contexts")).ToBeVisibleAsync();
    }

    private static async Task GoToAsync(IPage page, string keys)
    {
        await page.Locator(".monaco-editor .view-line").First.ClickAsync();
        await page.Keyboard.PressAsync(keys);
    }
}
