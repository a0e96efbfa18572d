using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>Two people, their terminals, and how they see each other.</summary>
public sealed class SharedTerminalsTests(Browsers browsers)
{
    private const string HostileName = "Bob <b onclick=x>";

    /// <summary>Presses Ctrl+J at the moment at which the terminal knows its size, before the browser has time for anything else.</summary>
    private const string OpenPanelOnceConnected =
        """
        () => new Promise(resolve => {
          const look = () => {
            if (document.querySelector(".terminal-screen[data-state=open]")) {
              waiting.disconnect();
              document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", code: "KeyJ", ctrlKey: true, bubbles: true, cancelable: true }));
              resolve();
            }
          };
          const waiting = new MutationObserver(look);
          waiting.observe(document, { subtree: true, childList: true, attributes: true });
          look();
        })
        """;

    [Fact]
    public async Task Terminals_are_split_named_and_started_again_and_each_sees_who_types_where_they_look_and_may_follow()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Shared");
        using (var api = new ApiClient(product, annsPage.SandboxId))
        {
            await api.WriteAsync("app.py", "print(1)\n" + string.Concat(Enumerable.Repeat("x = 1\n", 40)));
        }

        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync(HostileName));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();

        // Side by side, and so again after a reload.
        await annsPage.OpenTerminalAsync();
        await ann.Page.GetByTestId("split-terminal").ClickAsync();
        await Assertions.Expect(Shown(ann)).ToHaveCountAsync(2);
        var keyboard = Shown(ann).Nth(1).Locator(".xterm-helper-textarea");
        await keyboard.FocusAsync();
        await ann.Page.ReloadAsync();
        await annsPage.IsLiveAsync();
        await Assertions.Expect(Shown(ann)).ToHaveCountAsync(2);
        await Assertions.Expect(keyboard).ToBeFocusedAsync();

        // A new name is everybody's, and is text.
        await ann.Page.Locator("[data-terminal-tab]").First.DblClickAsync();
        await ann.Page.GetByTestId("prompt-field").FillAsync("build <i>x</i>");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(bob.Page.Locator("[data-terminal-tab]").First).ToHaveTextAsync("build <i>x</i>");

        // Who types.
        var bobsTerminal = bob.Page.GetByTestId("terminal").First;
        await SandboxPage.ShowsAsync(bobsTerminal, "$");
        await bobsTerminal.Locator(".xterm-helper-textarea").FocusAsync();
        await bob.Page.Keyboard.TypeAsync("echo typed", new() { Delay = 50 });
        var annsTerminal = ann.Page.GetByTestId("terminal").First;
        await Assertions.Expect(annsTerminal.GetByTestId("typing-tag")).ToHaveTextAsync(HostileName);
        await Assertions.Expect(bobsTerminal.GetByTestId("typing-tag")).ToBeHiddenAsync();
        await Assertions.Expect(annsTerminal.GetByTestId("typing-tag")).ToBeHiddenAsync();
        await bob.Page.Keyboard.PressAsync("Enter");
        await SandboxPage.ShowsAsync(annsTerminal, "typed");

        // A program may not write the clipboard unasked, nor say what its tab is.
        await bobsPage.KeepCopiesAsync();
        await bobsPage.TypeLineAsync(bobsTerminal, "printf '\\e]52;c;ZXZpbA==\\a\\e]2;<img src=x>\\a'");
        await Assertions.Expect(bobsTerminal.GetByText("The program wants to copy: evil")).ToBeVisibleAsync();
        await Assertions.Expect(annsTerminal.GetByText("The program wants to copy: evil")).ToBeHiddenAsync();
        Assert.Null(await bobsPage.CopyAsync());
        await Assertions.Expect(bob.Page.Locator("[data-terminal-tab]").First).ToHaveAttributeAsync("title", "<img src=x>");

        // Search, and the keyboard comes back from it.
        await bob.Page.Keyboard.PressAsync("Control+Shift+F");
        await bobsTerminal.GetByTestId("terminal-find").FillAsync("typed");
        await Assertions.Expect(bobsTerminal.Locator(".terminal-find-count")).ToContainTextAsync("of");
        await bob.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(bobsTerminal.Locator(".xterm-helper-textarea")).ToBeFocusedAsync();

        // Ended, and started again in its place.
        await bobsPage.TypeLineAsync(bobsTerminal, "exit 3");
        await bobsTerminal.GetByRole(AriaRole.Button, new() { Name = "Restart" }).ClickAsync();
        await Assertions.Expect(bobsTerminal.GetByText("The program ended")).ToBeHiddenAsync();
        await bobsPage.TypeLineAsync(bobsTerminal, "echo again-$((1+1))");
        await SandboxPage.ShowsAsync(annsTerminal, "again-2");

        // Where Bob looks, and to follow him until Ann does something herself.
        await annsPage.Presence.ClickAsync();
        var people = ann.Page.GetByTestId("person");
        await Assertions.Expect(people).ToHaveCountAsync(2);
        await Assertions.Expect(people.First).ToContainTextAsync($"{HostileName} · editor");
        await Assertions.Expect(people.First).ToContainTextAsync("In build <i>x</i>");
        await people.First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("following")).ToContainTextAsync($"Following {HostileName}");
        await bobsPage.Explorer.GetByText("app.py").ClickAsync();
        await Assertions.Expect(annsPage.Editor).ToHaveAttributeAsync("data-path", "/workspace/app.py");
        await Assertions.Expect(annsPage.Explorer.Locator("[data-here]")).ToHaveAttributeAsync("data-here", "BO");
        await annsPage.Editor.Locator(".monaco-editor").First.ClickAsync();
        await Assertions.Expect(ann.Page.GetByTestId("following")).ToBeHiddenAsync();
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task A_terminal_that_is_loaded_out_of_sight_shows_its_newest_lines_at_their_size_when_it_comes_and_follows()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Out of sight");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        await using var vic = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Vic", asViewer: true));
        await bob.Page.SetViewportSizeAsync(1600, 900);
        await vic.Page.SetViewportSizeAsync(1024, 800);
        var annsTerminal = await annsPage.OpenTerminalAsync();
        await ann.Page.SetViewportSizeAsync(700, 800);
        await annsPage.TypeLineAsync(annsTerminal, "seq 1 90");
        await SandboxPage.ShowsAsync(annsTerminal, "8990");
        var (bobs, vics) = (Shown(bob), Shown(vic));
        await SandboxPage.ShowsAsync(bobs, "8990");

        // Both load the page while their terminal is not in sight: the panel is closed, or the output is in front of it. Bob is quick.
        await bob.Page.Keyboard.PressAsync("Control+J");
        await Assertions.Expect(bobs).ToBeHiddenAsync();
        await bob.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await bob.Page.EvaluateAsync(OpenPanelOnceConnected);
        await vic.Page.ReloadAsync();
        await Assertions.Expect(vics.Locator(".terminal-screen")).ToHaveAttributeAsync("data-state", "open");
        await Assertions.Expect(vics).ToBeHiddenAsync();
        await vic.Page.Locator(".pane-tab.shared:visible").GetByText("Terminal").ClickAsync();
        await SandboxPage.ShowsAsync(bobs, "8990");
        await SandboxPage.ShowsAsync(vics, "8990");
        await annsPage.TypeLineAsync(annsTerminal, "seq 100 150");
        await SandboxPage.ShowsAsync(bobs, "149150");
        await SandboxPage.ShowsAsync(vics, "149150");
        await Assertions.Expect(bobs.Locator(".terminal-surface")).ToHaveAttributeAsync("data-fit", "framed");
        await Assertions.Expect(bobs.Locator(".xterm-rows")).ToHaveCSSAsync("font-size", "13px");

        // Out of sight again while the size of all and the text change.
        await bob.Page.Keyboard.PressAsync("Control+J");
        await Assertions.Expect(bobs).ToBeHiddenAsync();
        await ann.Page.SetViewportSizeAsync(700, 600);
        await annsPage.TypeLineAsync(annsTerminal, "seq 200 250");
        await SandboxPage.ShowsAsync(annsTerminal, "249250");
        await bob.Page.Keyboard.PressAsync("Control+J");
        await SandboxPage.ShowsAsync(bobs, "249250");
        await annsPage.TypeLineAsync(annsTerminal, "seq 300 350");
        await SandboxPage.ShowsAsync(bobs, "349350");
        await Assertions.Expect(bobs.Locator(".xterm-rows")).ToHaveCSSAsync("font-size", "13px");
        Assert.Empty(ann.Failures.Concat(bob.Failures).Concat(vic.Failures));
    }

    private static ILocator Shown(Person person) => person.Page.Locator("[data-testid=terminal]:not([hidden])");
}
