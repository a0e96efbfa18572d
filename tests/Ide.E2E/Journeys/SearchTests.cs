using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ide.E2E.Journeys;

public sealed class SearchTests(Browsers browsers)
{
    [Fact]
    public async Task What_is_searched_is_found_opened_at_its_place_and_replaced_but_never_over_what_somebody_else_wrote()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Search");
        using var program = new ApiClient(product, page.SandboxId);
        await program.ExecuteAsync("mkdir -p /workspace/src /workspace/node_modules");
        await program.WriteAsync("src/one.py", "x = 1\nneedle = 2\nprint(needle)\n");
        await program.WriteAsync("two.txt", "A Needle in the hay\n");
        await program.WriteAsync("three.txt", "needle\n");
        await program.WriteAsync("node_modules/i.js", "needle\n");

        await ann.Page.Keyboard.PressAsync("Control+Shift+F");
        var results = ann.Page.GetByTestId("search-results");
        var status = ann.Page.Locator(".search-status");
        var workbench = new Workbench(ann.Page);
        await Expect(ann.Page.GetByTestId("search-query")).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("needle");
        await Expect(status).ToContainTextAsync("4 matches in 3 files");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Match case" }).ClickAsync();
        await Expect(status).ToContainTextAsync("3 matches in 2 files");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Match case" }).ClickAsync();
        await ann.Page.GetByTestId("search-include").FillAsync("*.txt");
        await Expect(status).ToContainTextAsync("2 matches in 2 files");
        await ann.Page.GetByTestId("search-include").FillAsync("");
        await Expect(status).ToContainTextAsync("4 matches in 3 files");

        // What changed before a page came is no news to its search.
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await Expect(status).ToContainTextAsync("4 matches in 3 files");
        await Expect(ann.Page.Locator(".search-old")).ToBeHiddenAsync();

        // What could not be read is named, with the reason.
        await program.ExecuteAsync("truncate -s 200M /workspace/huge.txt");
        await workbench.RunAsync("Search again");
        await ann.Page.GetByText("1 file or folder was not read").ClickAsync();
        await Expect(ann.Page.Locator(".search-not-read li")).ToContainTextAsync("/workspace/huge.txt: It is larger than");
        await program.ExecuteAsync("rm /workspace/huge.txt");

        // By the keyboard into the file, at the match.
        await results.FocusAsync();
        await ann.Page.Keyboard.PressAsync("Home");
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Editor).ToHaveAttributeAsync("data-path", "/workspace/src/one.py");
        await Expect(ann.Page.Locator(".status-bar")).ToContainTextAsync("Ln 3, Col 7");
        await Expect(page.Editor.Locator(".monaco-editor.focused")).ToBeVisibleAsync();
        await ann.Page.Keyboard.TypeAsync("*");
        await page.SaveAsync();
        Assert.Equal("x = 1\nneedle = 2\nprint(*needle)\n", await program.ReadAsync("src/one.py"));

        // The replacement is shown before it is done; one file alone first.
        await ann.Page.Keyboard.PressAsync("Control+Shift+H");
        await ann.Page.GetByTestId("search-query").FillAsync("n(ee)dle");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Use a regular expression" }).ClickAsync();
        await ann.Page.GetByTestId("search-replacement").FillAsync("p$1n");
        await Expect(results.Locator("ins").First).ToHaveTextAsync("peen");
        await Expect(status).ToContainTextAsync("4 matches in 3 files");
        await results.Locator(".result-file").First.HoverAsync();
        await results.GetByRole(AriaRole.Button, new() { Name = "Replace all in this file" }).First.ClickAsync();
        await Expect(results.Locator(".result-file")).ToHaveCountAsync(2);
        // The button went with its row; the keyboard is on the row that came there.
        await Expect(results).ToBeFocusedAsync();
        await Expect(results.Locator(".result-file").First).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Equal("x = 1\npeen = 2\nprint(*peen)\n", await program.ReadAsync("src/one.py"));
        await Expect(page.Editor).ToContainTextAsync("peen");

        // Of the rest one has been changed by somebody else since: it stays, and is named.
        await program.WriteAsync("three.txt", "needle and more\n");
        await Expect(ann.Page.Locator(".search-old")).ToContainTextAsync("have changed since");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Replace all", Exact = true }).ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Replace", Exact = true }).And(ann.Page.Locator("dialog button")).ClickAsync();
        await Expect(ann.Page.Locator(".search-problems")).ToContainTextAsync("/workspace/three.txt: Somebody has changed it since the search");
        Assert.Equal(("A peen in the hay\n", "needle and more\n"), (await program.ReadAsync("two.txt"), await program.ReadAsync("three.txt")));
        await results.Locator(".result-file").HoverAsync();
        await results.Locator(".result-file").GetByRole(AriaRole.Button, new() { Name = "Leave out" }).ClickAsync();
        await Expect(results.Locator(".result-file")).ToHaveCountAsync(0);
        await Expect(results).ToBeFocusedAsync();

        // A viewer searches, and is offered nothing that writes.
        await using var vic = await Person.JoinAsync(browsers, product, await page.InviteAsync("Vic", asViewer: true));
        await new SandboxPage(vic.Page).IsLiveAsync();
        await vic.Page.Keyboard.PressAsync("Control+Shift+F");
        await vic.Page.Keyboard.TypeAsync("peen");
        await Expect(vic.Page.Locator(".search-status")).ToContainTextAsync("3 matches in 2 files");
        await Expect(vic.Page.GetByRole(AriaRole.Button, new() { Name = "Replace all" })).ToHaveCountAsync(0);
        Assert.Empty(ann.Failures.Concat(vic.Failures));
    }
}
