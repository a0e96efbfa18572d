using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Ide.E2E.Journeys;

public sealed class DroppedFilesTests(Browsers browsers)
{
    [Fact]
    public async Task Files_and_a_folder_dropped_from_outside_come_to_both_people_and_what_is_cancelled_does_not()
    {
        var (picture, song, note, slow) = (new byte[700_000], new byte[4_000], "note\n"u8.ToArray(), new byte[5_000]);
        new Random(1).NextBytes(picture);
        new Random(2).NextBytes(song);
        using var desktop = new Desktop();
        desktop.Write("picture.bin", picture);
        desktop.Write("album/deep/song.bin", song);
        desktop.Write("album/note.txt", note);
        desktop.MakeFolder("album/empty");
        desktop.Write("slow.bin", slow);
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Drops");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.ExecuteAsync("mkdir /workspace/inbox && echo kept > /workspace/inbox/kept.txt");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        var (annsTree, bobsTree) = (annsPage.Explorer, bobsPage.Explorer);
        await Row(bobsTree, "inbox").ClickAsync();
        await Expect(Row(bobsTree, "inbox/kept.txt")).ToBeVisibleAsync();

        // Into the folder that they fall on. One of them never gets through, so that the way stays open to be looked at and ended.
        await ann.Page.RouteAsync(new Regex("/api/files/raw.*slow"), static _ => Task.CompletedTask);
        await desktop.DropAsync(ann.Page, Row(annsTree, "inbox"), "picture.bin", "album", "slow.bin");
        var uploads = ann.Page.GetByTestId("uploads");
        await Expect(uploads).ToContainTextAsync("Uploading 3 of 4 files");
        var arrived = picture.Length + song.Length + note.Length;
        Assert.Equal([arrived, arrived + slow.Length], await uploads.Locator("progress").EvaluateAsync<int[]>("bar => [bar.value, bar.max]"));
        await Expect(Row(bobsTree, "inbox/picture.bin")).ToBeVisibleAsync();
        await Row(bobsTree, "inbox/album").ClickAsync();
        await Expect(Row(bobsTree, "inbox/album/empty")).ToBeVisibleAsync();
        await Row(bobsTree, "inbox/album/deep").ClickAsync();
        await Expect(Row(bobsTree, "inbox/album/deep/song.bin")).ToBeVisibleAsync();

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel the upload" }).ClickAsync();
        await Expect(ann.Page.GetByText("The upload was cancelled. 3 of 4 files were uploaded.")).ToBeVisibleAsync();
        await Expect(uploads).ToBeHiddenAsync();
        await program.ExecuteAsync(
            $"""
            cd /workspace/inbox && [ "$(find . | LC_ALL=C sort | tr '\n' ' ')" = ". ./album ./album/deep ./album/deep/song.bin ./album/empty ./album/note.txt ./kept.txt ./picture.bin " ] &&
            [ "$(cat picture.bin album/deep/song.bin album/note.txt | sha256sum)" = "{Convert.ToHexStringLower(SHA256.HashData([.. picture, .. song, .. note]))}  -" ]
            """);

        // Where no folder is under them, beside what is there.
        await ann.Page.UnrouteAllAsync();
        await desktop.DropAsync(ann.Page, annsTree, "slow.bin");
        await Expect(Row(bobsTree, "slow.bin")).ToBeVisibleAsync();

        // And back to a desktop, byte by byte.
        await bobsTree.FocusAsync();
        await bob.Page.Keyboard.PressAsync("Home");
        await bob.Page.Keyboard.PressAsync("p");
        await Expect(Row(bobsTree, "inbox/picture.bin")).ToHaveAttributeAsync("aria-selected", "true");
        await bob.Page.Keyboard.PressAsync("Shift+F10");
        var download = await bob.Page.RunAndWaitForDownloadAsync(() => new Workbench(bob.Page).ChooseAsync("Download"));
        Assert.Equal("picture.bin", download.SuggestedFilename);
        Assert.Equal(picture, await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    private static ILocator Row(ILocator tree, string path) => tree.Locator($"[data-path='/workspace/{path}']");
}
