using System.Security.Cryptography;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ide.E2E.Journeys;

public sealed class UploadTests(Browsers browsers)
{
    private const long Gigabyte = 1 << 30;

    [Fact]
    public async Task A_folder_that_is_chosen_in_the_dialog_comes_to_both_people_with_all_in_it()
    {
        var (song, note) = (new byte[300_000], "note\n"u8.ToArray());
        new Random(3).NextBytes(song);
        using var desktop = new Desktop();
        desktop.Write("album/note.txt", note);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(desktop.Write("album/deep/song.bin", song)))!;
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Chosen");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.ExecuteAsync("mkdir /workspace/inbox");
        await using var bob = await Person.JoinAsync(browsers, product, await program.InviteAsync("Bob", "editor"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();

        await Row(annsPage, "inbox").ClickAsync(new() { Button = MouseButton.Right });
        var chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Upload a folder" }).ClickAsync());
        await chooser.SetFilesAsync(folder);
        await Expect(ann.Page.GetByText("2 of 2 files were uploaded.")).ToBeVisibleAsync();

        foreach (var step in (string[])["inbox", "inbox/album", "inbox/album/deep"])
        {
            await Row(bobsPage, step).ClickAsync();
        }

        await Expect(Row(bobsPage, "inbox/album/note.txt")).ToBeVisibleAsync();
        await Expect(Row(bobsPage, "inbox/album/deep/song.bin")).ToBeVisibleAsync();
        await program.ExecuteAsync(
            $"cd /workspace/inbox/album && [ \"$(cat deep/song.bin note.txt | sha256sum)\" = \"{Convert.ToHexStringLower(SHA256.HashData([.. song, .. note]))}  -\" ]");

        // One that does not come on is cancelled; its button goes, and the keyboard to the tree.
        await ann.Page.RouteAsync("**/api/files/raw*", static _ => { });
        chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Button, new() { Name = "Upload files", Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(Path.Combine(folder, "note.txt"));
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the upload" }).ClickAsync();
        await Expect(ann.Page.GetByText("The upload was cancelled. Nothing was uploaded.")).ToBeVisibleAsync();
        await Expect(annsPage.Explorer).ToBeFocusedAsync();
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task A_file_of_a_gigabyte_comes_to_both_people_while_one_goes_on_working()
    {
        using var desktop = new Desktop();
        var large = desktop.WriteSparse("large.bin", Gigabyte);
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Large");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.WriteAsync("notes.txt", "notes\n");
        await using var bob = await Person.JoinAsync(browsers, product, await program.InviteAsync("Bob", "editor"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();

        var chooser = await ann.Page.RunAndWaitForFileChooserAsync(() =>
            ann.Page.GetByRole(AriaRole.Button, new() { Name = "Upload files", Exact = true }).ClickAsync());
        await chooser.SetFilesAsync(large);
        await Expect(ann.Page.GetByTestId("uploads")).ToContainTextAsync("of 1.1 GB");
        await new EditorPage(ann.Page).OpenAsync("notes.txt");
        await new EditorPage(ann.Page).TypeAtEndAsync("typed meanwhile");
        await annsPage.SaveAsync();

        await Expect(ann.Page.GetByText("large.bin was uploaded.")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await Expect(Row(bobsPage, "large.bin")).ToBeVisibleAsync();
        await program.ExecuteAsync(
            $"cd /workspace && [ \"$(stat -c %s large.bin)\" = {Gigabyte} ] && [ \"$(head -c 5 large.bin)$(tail -c 4 large.bin)\" = firstlast ]");
        Assert.Equal("notes\ntyped meanwhile", await program.ReadAsync("notes.txt"));
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    private static ILocator Row(SandboxPage page, string path) => page.Explorer.Locator($"[data-path='/workspace/{path}']");
}
