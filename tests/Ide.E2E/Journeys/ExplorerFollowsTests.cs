using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ide.E2E.Journeys;

public sealed class ExplorerFollowsTests(Browsers browsers)
{
    [Fact]
    public async Task The_tree_shows_the_file_in_front_wherever_it_was_opened_from_and_leaves_keyboard_and_scrolling_alone()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Follows");
        using var program = new ApiClient(product, page.SandboxId);
        await program.ExecuteAsync("cd /workspace && mkdir -p deep/inside && touch deep/inside/first.txt $(seq -f 'f%03g.txt' 100)");
        await using var bob = await Person.JoinAsync(browsers, product, await program.InviteAsync("Bob", "editor"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        var workbench = new Workbench(ann.Page);

        // Wherever it is opened from, its folders open, and the keyboard stays in the editor.
        await QuickOpenAsync("first.txt", "/workspace/deep/inside/first.txt");
        await IsShownAsync("deep/inside/first.txt");
        await QuickOpenAsync("f090.txt", "/workspace/f090.txt");
        await IsShownAsync("f090.txt");
        await new EditorPage(ann.Page).Tab("deep/inside/first.txt").ClickAsync();
        await IsShownAsync("deep/inside/first.txt");
        await ann.Page.Locator(".monaco-editor .view-line").First.ClickAsync();
        await ann.Page.Keyboard.PressAsync("Control+PageDown");
        await IsShownAsync("f090.txt");
        await workbench.HasKeyboardAsync("editor");

        // Who scrolls the tree is left there, also while they type and while others make files.
        await page.Explorer.EvaluateAsync("tree => tree.scrollTop = 0");
        await ann.Page.Keyboard.TypeAsync("typed");
        await program.WriteAsync("a_new_one.txt", "");
        await Expect(Row("a_new_one.txt")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Explorer.EvaluateAsync<int>("tree => tree.scrollTop"));

        // Where somebody else leads her, too.
        await bobs.Explorer.GetByText("f001.txt").ClickAsync();
        await page.Presence.ClickAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Follow Bob" }).ClickAsync();
        await Expect(page.Editor).ToHaveAttributeAsync("data-path", "/workspace/f001.txt");
        await IsShownAsync("f001.txt");

        // A tree that was not there to be seen shows it when it is.
        await ann.Page.Keyboard.PressAsync("Control+Shift+F");
        await QuickOpenAsync("f077.txt", "/workspace/f077.txt");
        await ann.Page.Keyboard.PressAsync("Control+Shift+E");
        await IsShownAsync("f077.txt");
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await IsShownAsync("f077.txt");
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        ILocator Row(string path) => page.Explorer.Locator($"[data-path='/workspace/{path}']");

        async Task IsShownAsync(string path)
        {
            await Expect(Row(path)).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(Row(path)).ToBeInViewportAsync(new() { Ratio = 1 });
        }

        async Task QuickOpenAsync(string name, string path)
        {
            await ann.Page.Keyboard.PressAsync("Control+P");
            await ann.Page.Keyboard.TypeAsync(name);
            await Expect(workbench.Picks.First).ToContainTextAsync(name);
            await ann.Page.Keyboard.PressAsync("Enter");
            await Expect(page.Editor).ToHaveAttributeAsync("data-path", path);
            await workbench.HasKeyboardAsync("editor");
        }
    }
}
