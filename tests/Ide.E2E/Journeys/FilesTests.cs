using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ide.E2E.Journeys;

public sealed class FilesTests(Browsers browsers)
{
    [Fact]
    public async Task Files_are_made_uploaded_moved_and_deleted_and_the_other_person_sees_it_by_itself()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Files");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        var (annsTree, bobsTree) = (annsPage.Explorer, bobsPage.Explorer);

        // A new file in folders that do not exist yet, then renamed, copied and moved.
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "New file", Exact = true }).First.ClickAsync();
        await annsTree.GetByRole(AriaRole.Textbox).FillAsync("src/deep/a.py");
        await annsTree.GetByRole(AriaRole.Textbox).PressAsync("Enter");
        await Expect(annsPage.Editor).ToHaveAttributeAsync("data-path", "/workspace/src/deep/a.py");
        await Expect(annsPage.Editor.Locator(".monaco-editor.focused")).ToBeVisibleAsync(); // a new file has the keyboard
        await Expect(Row(bobsTree, "src")).ToBeVisibleAsync();

        // A click shows a file and leaves the keyboard in the tree; a second one at once goes to its text.
        await program.WriteAsync("look.txt", "looked at");
        await Row(annsTree, "look.txt").ClickAsync();
        await Expect(annsPage.Editor.Locator(".view-line").First).ToHaveTextAsync("looked at");
        await Expect(annsTree).ToBeFocusedAsync();
        await Row(annsTree, "look.txt").DblClickAsync();
        await Expect(annsPage.Editor.Locator(".monaco-editor.focused")).ToBeVisibleAsync();

        // What she deletes herself closes by itself.
        await Row(annsTree, "look.txt").ClickAsync();
        await ann.Page.Keyboard.PressAsync("Delete");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(annsPage.Editor.GetByRole(AriaRole.Tab)).ToHaveCountAsync(1);
        await Row(annsTree, "src/deep/a.py").ClickAsync();
        await ann.Page.Keyboard.PressAsync("F2");
        // What is typed takes the place of the name, and not of the ending.
        await Expect(annsTree.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("b");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(annsTree).ToBeFocusedAsync();
        await Expect(annsPage.Editor).ToHaveAttributeAsync("data-path", "/workspace/src/deep/b.py");
        await ann.Page.Keyboard.PressAsync("Control+X");
        await Expect(Row(annsTree, "src/deep/b.py").And(ann.Page.Locator(".cut"))).ToBeVisibleAsync();
        await ann.Page.Keyboard.TypeAsync("sr");
        await ann.Page.Keyboard.PressAsync("Control+V");
        await Expect(Row(annsTree, "src/b.py")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(annsPage.Editor).ToHaveAttributeAsync("data-path", "/workspace/src/b.py");

        // An upload whose name is taken says so, and keeps both when told to.
        await program.WriteAsync("report.csv", "old");
        await Expect(Row(annsTree, "report.csv")).ToBeVisibleAsync();
        await annsTree.FocusAsync();
        await ann.Page.Keyboard.PressAsync("End");
        await Expect(Row(annsTree, "report.csv")).ToHaveAttributeAsync("aria-selected", "true");
        var chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Button, new() { Name = "Upload files", Exact = true }).ClickAsync());
        await chooser.SetFilesAsync([File("report.csv", "new"), File("big.bin", new string('x', 3_000_000))]);
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Keep both" }).ClickAsync();
        await Expect(Row(bobsTree, "report (1).csv")).ToBeVisibleAsync();
        await Expect(Row(bobsTree, "big.bin")).ToBeVisibleAsync();
        Assert.Equal(("old", "new"), (await program.ReadAsync("report.csv"), await program.ReadAsync("report (1).csv")));

        // One on its way says so, and can be ended, within the side bar; of many a question has all its answers in the dialog.
        await ann.Page.RouteAsync(new Regex("/api/files/raw.*slow"), static _ => Task.CompletedTask);
        chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Button, new() { Name = "Upload files", Exact = true }).ClickAsync());
        await chooser.SetFilesAsync([File($"slow-{new string('x', 120)}.bin", "x")]);
        await Expect(ann.Page.GetByTestId("uploads")).ToBeVisibleAsync();
        Assert.True(await ann.Page.GetByTestId("uploads").EvaluateAsync<bool>("panel => panel.scrollWidth <= panel.clientWidth"));
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the upload" }).ClickAsync();
        await Expect(ann.Page.GetByText("The upload was cancelled. Nothing was uploaded.")).ToBeVisibleAsync();
        chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Button, new() { Name = "Upload files", Exact = true }).ClickAsync());
        await chooser.SetFilesAsync([File("report.csv", "newer"), File("big.bin", "x")]);
        await Expect(ann.Page.GetByRole(AriaRole.Button, new() { Name = "Keep both" })).ToBeVisibleAsync();
        Assert.True(await ann.Page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('dialog[open] button')].every(button => button.getBoundingClientRect().left > button.closest('dialog').getBoundingClientRect().left)"));
        await ann.Page.GetByLabel("Do the same with all that follow").CheckAsync();
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Skip", Exact = true }).ClickAsync();
        await Expect(ann.Page.GetByText("Nothing was uploaded. 2 were skipped.")).ToBeVisibleAsync();

        // A folder comes down as a zip, by the menu key.
        await annsTree.FocusAsync();
        await ann.Page.Keyboard.PressAsync("Home");
        await Expect(Row(annsTree, "src")).ToHaveAttributeAsync("aria-selected", "true");
        await ann.Page.Keyboard.PressAsync("Shift+F10");
        var download = await ann.Page.RunAndWaitForDownloadAsync(() => new Workbench(ann.Page).ChooseAsync("Download as zip"));
        using (var zip = ZipFile.OpenRead(await download.PathAsync()))
        {
            Assert.Equal(["src/", "src/b.py", "src/deep/"], zip.Entries.Select(static entry => entry.FullName));
        }

        // Dragged by the pointer into a folder.
        await Row(annsTree, "big.bin").DragToAsync(Row(annsTree, "src"));
        await Expect(Row(annsTree, "src/big.bin")).ToBeVisibleAsync();

        // What Bob deletes while Ann gives it a name is said to Ann; what he deletes shows with her at once.
        await Row(annsTree, "report.csv").ClickAsync(SelectOnly);
        await annsTree.FocusAsync();
        await ann.Page.Keyboard.PressAsync("F2");
        await Expect(annsTree.GetByRole(AriaRole.Textbox)).ToBeFocusedAsync();
        await Row(bobsTree, "report.csv").ClickAsync(SelectOnly);
        await bobsTree.FocusAsync();
        await bob.Page.Keyboard.PressAsync("Shift+ArrowUp");
        await bob.Page.Keyboard.PressAsync("Delete");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(Row(annsTree, "report.csv")).ToHaveCountAsync(0);
        await Expect(Row(annsTree, "report (1).csv")).ToHaveCountAsync(0);
        await Expect(ann.Page.Locator(".toast-error")).ToContainTextAsync("report.csv has been renamed or deleted by somebody else");
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task A_thousand_changes_at_once_ten_thousand_entries_and_hostile_names_leave_the_tree_quick_and_safe()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Many");
        using var program = new ApiClient(product, page.SandboxId);
        await program.ExecuteAsync("""
            cd /workspace; mkdir big; touch zz.txt; (cd big && seq -f 'f%05g' 10000 | xargs touch)
            touch '<img src=x onerror=window.hacked=1>' "$(printf 'photo\342\200\256gpj.exe')" "$(printf 'two\nlines')" "$(printf 'caf\351')"
            """);
        await Row(page.Explorer, "big").ClickAsync();
        await Expect(Row(page.Explorer, "big/f00001")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.InRange(await page.Explorer.Locator("[data-path]").CountAsync(), 1, 200);
        await page.Explorer.FocusAsync();
        await ann.Page.Keyboard.PressAsync("End");
        await Expect(Row(page.Explorer, "zz.txt")).ToHaveAttributeAsync("aria-selected", "true");

        // The selection stays with its file while a thousand files come in the folder above it.
        await program.ExecuteAsync("cd /workspace/big && seq -f 'e%04g' 1000 | xargs touch");
        await ann.Page.Keyboard.PressAsync("Home");
        await Expect(Row(page.Explorer, "big/e0001")).ToHaveAttributeAsync("aria-setsize", "11000", new() { Timeout = 60_000 });
        await ann.Page.Keyboard.PressAsync("End");
        await Expect(Row(page.Explorer, "zz.txt")).ToHaveAttributeAsync("aria-selected", "true");

        await Expect(page.Explorer.GetByText("<img src=x onerror=window.hacked=1>")).ToBeVisibleAsync();
        await Expect(page.Explorer.GetByText("photo\\u202egpj.exe")).ToBeVisibleAsync();
        await Expect(page.Explorer.GetByText("two\\nlines")).ToBeVisibleAsync();
        Assert.False(await ann.Page.EvaluateAsync<bool>("'hacked' in window"));

        // A name that is no UTF-8 can be renamed, as any other.
        try
        {
            await page.Explorer.GetByText("caf\\xe9").ClickAsync(SelectOnly);
            await page.Explorer.FocusAsync();
            await ann.Page.Keyboard.PressAsync("F2");
            await page.Explorer.GetByRole(AriaRole.Textbox).FillAsync("café.txt");
            await page.Explorer.GetByRole(AriaRole.Textbox).PressAsync("Enter");
            await Expect(page.Explorer.GetByText("café.txt")).ToBeVisibleAsync();
            await program.ExecuteAsync("test -e /workspace/café.txt && ! test -e \"$(printf '/workspace/caf\\351')\"");
        }
        finally
        {
            await program.ExecuteAsync("rm -f \"$(printf '/workspace/caf\\351')\""); // .NET, which clears up, cannot name it
        }

        Assert.Empty(ann.Failures);
    }

    /// <summary>A click that opens nothing.</summary>
    private static LocatorClickOptions SelectOnly => new() { Modifiers = [KeyboardModifier.Control] };

    private static ILocator Row(ILocator tree, string path) => tree.Locator($"[data-path='/workspace/{path}']");

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(text) };
}
