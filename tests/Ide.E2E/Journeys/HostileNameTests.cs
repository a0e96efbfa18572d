using System.Text.Json;
using Ide.E2E.Browsing;
using Ide.E2E.Hostile;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class HostileNameTests(Browsers browsers)
{
    /// <summary>It stands in the page's title, in its head and in the list of sandboxes.</summary>
    private const string Sandbox = "</title><script>hostile=1</script>\"'><img src=x onerror=hostile=1>";

    private const string Guest = "<b onclick=window.hostile=1>Bob";

    private const string MakeFiles =
        """
        import json, os
        for name in json.load(open("/workspace/names.json")):
            os.makedirs(f"/workspace/{name}")
            for path in (f"/workspace/{name}/found.txt", f"/workspace/hx {name}.py"):
                open(path, "w").write("needle = 1\n")
        """;

    [Fact]
    public async Task No_name_of_a_file_person_context_terminal_or_sandbox_is_more_than_text_anywhere_for_either_who_looks()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, Sandbox);
        using var api = new ApiClient(product, page.SandboxId);
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync(Guest));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        var (files, names) = (HostileName.ForFiles, HostileName.ForAll);
        await api.WriteAsync("/workspace/names.json", JsonSerializer.Serialize(files.Select(static each => each.Name)));
        await api.RunCodeAsync(MakeFiles);
        foreach (var (name, _) in names)
        {
            await api.CreateContextAsync(name);
            using var program = await api.CreateProgramAsync(name);
            await program.RunCodeAsync("needle", $"/workspace/hx {name}.py");
        }

        // The tree, the tabs, the stream, the contexts.
        var rows = page.Explorer.Locator(".tree-name");
        await HaveTextsAsync(rows, [.. files.Select(static each => each.Shown), .. files.Select(static each => $"hx {each.Shown}.py")]);
        foreach (var (_, shown) in files)
        {
            await rows.GetByText($"hx {shown}.py", new() { Exact = true }).DblClickAsync();
        }

        await HaveTextsAsync(ann.Page.Locator(".tab-name"), files.Select(static each => $"hx {each.Shown}.py"));
        foreach (var seen in new[] { page, bobs })
        {
            await HaveTextsAsync(seen.Runs.Locator(".run-name"), names.Select(static each => $"hx {each.Shown}.py"));
            await HaveTextsAsync(seen.Runs.Locator(".run-actor"), names.Select(static each => each.Shown));
        }

        await ann.Page.Locator("[data-rail=contexts]").ClickAsync();
        await HaveTextsAsync(ann.Page.Locator(".context-name"), names.Select(static each => each.Shown));
        await bob.Page.Locator("[data-command='output.filter']").ClickAsync();
        await HaveTextsAsync(bob.Page.GetByLabel("Person", new() { Exact = true }).Locator("option"), names.Select(static each => each.Shown));
        await IsWholeAsync(ann.Page);
        await IsWholeAsync(bob.Page);

        // Quick open and search, which also mark what they found.
        await ann.Page.Keyboard.PressAsync("Control+P");
        await ann.Page.Keyboard.TypeAsync("hx");
        var quick = new Workbench(ann.Page);
        await HaveTextsAsync(quick.Picks.Locator(".palette-label"), files.Select(static each => $"hx {each.Shown}.py"));
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.Keyboard.PressAsync("Control+Shift+F");
        await ann.Page.GetByTestId("search-query").FillAsync("needle");
        await HaveTextsAsync(ann.Page.Locator(".result-name"), ["found.txt"]);
        await HaveTextsAsync(ann.Page.Locator(".result-folder"), files.Take(4).Select(static each => each.Shown));
        await IsWholeAsync(ann.Page);

        // What a terminal is called, by a person and by its program.
        var terminal = await page.OpenTerminalAsync();
        var tabs = ann.Page.Locator("[data-terminal-tab]");
        foreach (var (name, shown) in names.Append(HostileName.ForTerminals))
        {
            await tabs.First.DblClickAsync();
            await ann.Page.GetByTestId("prompt-field").FillAsync(name);
            await ann.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(bob.Page.Locator("[data-terminal-tab]").First).ToHaveTextAsync(shown);
        }

        await page.TypeLineAsync(terminal, "printf '\\e]2;</title><img src=x onerror=window.hostile=1>\\a'");
        await Assertions.Expect(tabs.First).ToHaveAttributeAsync("title", "</title><img src=x onerror=window.hostile=1>");

        // Who is here, and the invitations.
        await page.Presence.ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("person").First).ToContainTextAsync(Guest);
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.GetByTestId("invite").ClickAsync();
        await Assertions.Expect(ann.Page.Locator("dialog[open]")).ToContainTextAsync($"People of {Sandbox}");
        await Assertions.Expect(ann.Page.GetByTestId("member")).ToContainTextAsync(Guest);
        await ann.Page.Keyboard.PressAsync("Escape");
        await IsWholeAsync(ann.Page);
        await IsWholeAsync(bob.Page);

        // Once more, out of what is kept; and the list of sandboxes.
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await HaveTextsAsync(ann.Page.Locator(".tab-name"), files.Select(static each => $"hx {each.Shown}.py"));
        await HaveTextsAsync(page.Runs.Locator(".run-actor"), names.Select(static each => each.Shown));
        await IsWholeAsync(ann.Page);
        await ann.Page.GotoAsync(product.Address);
        await Assertions.Expect(ann.Page.Locator(".sandbox-name")).ToHaveTextAsync(Sandbox);
        Assert.Equal("true null", await ann.Page.EvaluateAsync<string>("`${document.documentElement.scrollWidth <= innerWidth} ${window.hostile ?? null}`"));
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    /// <summary>Nothing has run, and everything has its place: no name pushes anything out of the window.</summary>
    private static async Task IsWholeAsync(IPage page)
    {
        await WholePage.IsAsync(page, Sandbox);
        Assert.Equal("", await page.EvaluateAsync<string>(
            """
            () => {
              const out = [document.documentElement, ...document.querySelectorAll(".top-bar, .top-bar button, .status-bar, [data-view]")]
                .filter(each => each.checkVisibility())
                .filter(each => {
                  const { left, top, right, bottom } = each.getBoundingClientRect();
                  return left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
                });
              const scrolls = document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight;
              return [...out.map(each => each.outerHTML.slice(0, 100)), ...(scrolls ? ["the page scrolls"] : [])].join("\n");
            }
            """));
    }

    /// <summary>Waits until all of these texts are shown, among others.</summary>
    private static async Task HaveTextsAsync(ILocator parts, IEnumerable<string> texts)
    {
        var until = DateTime.UtcNow.AddMilliseconds(2 * Browsers.PatienceMs);
        while (true)
        {
            var missing = texts.Except((await parts.AllTextContentsAsync()).Select(static text => text.Trim())).ToArray();
            if (missing.Length == 0)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < until, $"{parts} does not show: {string.Join(" | ", missing)}");
            await parts.Page.WaitForTimeoutAsync(100);
        }
    }
}
