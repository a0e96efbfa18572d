using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>What somebody was typing when the page had to be loaded anew, or its server started, is there again.</summary>
public sealed class HalfTypedTests(Browsers browsers)
{
    [Fact]
    public async Task What_is_half_typed_in_dialogs_fields_and_names_of_files_is_there_again_when_the_page_had_to_be_loaded_anew()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Half typed");
        using var api = new ApiClient(product, page.SandboxId);
        await api.ExecuteAsync("mkdir /workspace/data");
        await using var bob = await Person.JoinAsync(browsers, product, await api.InviteAsync("Bob", "editor"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        var list = await ann.Profile.NewPageAsync();
        await list.GotoAsync(product.Address);

        await ann.Page.Keyboard.PressAsync("Control+Shift+H");
        await ann.Page.GetByTestId("search-query").FillAsync("needle");
        await ann.Page.GetByTestId("search-replacement").FillAsync("pin");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Match case" }).ClickAsync();
        await ann.Page.GetByTestId("invite").ClickAsync();
        await ann.Page.GetByTestId("invite-name").FillAsync("Be");
        await ann.Page.GetByTestId("invite-viewer").CheckAsync();
        await bobs.Explorer.Locator("[data-path='/workspace/data']").ClickAsync();
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "New file", Exact = true }).First.ClickAsync();
        var name = bobs.Explorer.GetByRole(AriaRole.Textbox, new() { Name = "Name" });
        await name.FillAsync("pric");
        // The list has its circuit when its button does something.
        var sandbox = list.GetByTestId("sandbox-name");
        await SandboxPage.PressUntilAsync(list.GetByTestId("new-sandbox"), sandbox);
        await sandbox.FillAsync("Sal");
        IPage[] pages = [ann.Page, bob.Page, list];
        foreach (var each in pages)
        {
            await new SandboxPage(each).MarkAsync();
        }

        await product.KillServerAsync();
        await product.StartServerAsync();
        foreach (var each in pages)
        {
            await Assertions.Expect(each.Locator("html[data-marked]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        }

        await Assertions.Expect(sandbox).ToHaveValueAsync("Sal");
        await Assertions.Expect(list.GetByTestId("create-sandbox")).ToBeEnabledAsync();
        await Assertions.Expect(ann.Page.GetByTestId("invite-name")).ToHaveValueAsync("Be");
        await Assertions.Expect(ann.Page.GetByTestId("invite-viewer")).ToBeCheckedAsync();
        await Assertions.Expect(ann.Page.GetByTestId("search-query")).ToHaveValueAsync("needle");
        await Assertions.Expect(ann.Page.GetByTestId("search-replacement")).ToHaveValueAsync("pin");
        await Assertions.Expect(ann.Page.Locator("[data-keep='Match case']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(name).ToHaveValueAsync("pric");
        await name.PressAsync("End");
        await name.PressSequentiallyAsync("es.csv");
        await name.PressAsync("Enter");
        await Assertions.Expect(bobs.Editor).ToHaveAttributeAsync("data-path", "/workspace/data/prices.csv");

        // The server knows it, too: the link is for who was named, in the role that was chosen. It is kept nowhere.
        await ann.Page.GetByTestId("create-invitation").ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("invite-link")).ToBeVisibleAsync();
        await Assertions.Expect(ann.Page.Locator("dialog[open]")).ToContainTextAsync("Send this to Be.");
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await Assertions.Expect(ann.Page.GetByTestId("search-query")).ToHaveValueAsync("needle");
        await Assertions.Expect(ann.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_half_typed_name_of_a_context_or_a_terminal_is_there_again_when_the_page_had_to_be_loaded_anew()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Names");
        using var api = new ApiClient(product, page.SandboxId);
        await api.WriteAsync("plot.py", "1\n");
        await api.RunCodeAsync("1");
        await using var bob = await Person.JoinAsync(browsers, product, await api.InviteAsync("Bob", "editor"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        await bobs.OpenTerminalAsync();
        var (annsField, bobsField) = (ann.Page.GetByTestId("prompt-field"), bob.Page.GetByTestId("prompt-field"));

        await ann.Page.Locator("[data-rail=contexts]").ClickAsync();
        await ann.Page.Locator(".context").HoverAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
        await annsField.FillAsync("Sal");
        await bob.Page.Locator("[data-terminal-tab]").DblClickAsync();
        await bobsField.FillAsync("bui");
        await page.MarkAsync();
        await bobs.MarkAsync();
        await product.KillServerAsync();
        await product.StartServerAsync();
        foreach (var (each, field) in new[] { (ann.Page, annsField), (bob.Page, bobsField) })
        {
            await Assertions.Expect(each.Locator("html[data-marked]")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
            await Assertions.Expect(field).ToBeFocusedAsync(new() { Timeout = 60_000 });
        }

        await Assertions.Expect(annsField).ToHaveValueAsync("Sal");
        await Assertions.Expect(bobsField).ToHaveValueAsync("bui");
        await GoOnAsync(ann.Page, "es");
        await GoOnAsync(bob.Page, "ld");
        await Assertions.Expect(ann.Page.Locator(".context-name").First).ToHaveTextAsync("Sales");
        await Assertions.Expect(ann.Page.Locator("[data-terminal-tab]")).ToHaveTextAsync("build");

        // A new one, which the file is to run in; and once answered, nothing is asked again.
        await ann.Page.Locator("[data-rail=explorer]").ClickAsync();
        await new EditorPage(ann.Page).OpenAsync("plot.py");
        await ann.Page.GetByTestId("context-status").ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "New of your own…" }).ClickAsync();
        await annsField.FillAsync("cor");
        await ann.Page.ReloadAsync();
        await Assertions.Expect(annsField).ToHaveValueAsync("cor", new() { Timeout = 60_000 });
        await GoOnAsync(ann.Page, "ner");
        await Assertions.Expect(ann.Page.GetByTestId("context-status")).ToContainTextAsync("corner", new() { Timeout = 60_000 });
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await Assertions.Expect(ann.Page.GetByTestId("context-status")).ToContainTextAsync("corner");
        await Assertions.Expect(ann.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.DoesNotContain(ann.Failures, failure => !failure.Contains("'Connected' State", StringComparison.Ordinal));

        static async Task GoOnAsync(IPage page, string rest)
        {
            await page.Keyboard.PressAsync("End");
            await page.Keyboard.TypeAsync(rest);
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("dialog[open]")).ToHaveCountAsync(0);
        }
    }
}
