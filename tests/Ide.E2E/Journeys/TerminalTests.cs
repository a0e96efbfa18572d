using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>What is typed, and what a program draws.</summary>
public sealed class TerminalTests(Browsers browsers)
{
    /// <summary>Draws as vim and htop do: on the other screen, with the cursor anywhere, colours, keys and changes of the size.</summary>
    private const string FullScreen =
        """
        import curses

        def main(screen):
            curses.curs_set(0)
            key = ""
            while key != "q":
                rows, columns = screen.getmaxyx()
                screen.erase()
                screen.border()
                screen.addstr(1, 2, f"size {columns}x{rows}", curses.A_REVERSE)
                screen.addstr(2, 2, f"key {key}")
                screen.refresh()
                key = screen.getkey()

        curses.wrapper(main)
        """;

    [Fact]
    public async Task A_program_that_takes_the_whole_screen_draws_it_at_its_size_takes_keys_and_gives_the_screen_back_to_both_who_look()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Screen");
        using var program = new ApiClient(product, page.SandboxId);
        await program.WriteAsync("/workspace/full.py", FullScreen);
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        await new SandboxPage(bob.Page).IsLiveAsync();
        var terminal = await page.OpenTerminalAsync();
        var bobs = bob.Page.GetByTestId("terminal").Last;
        await page.TypeLineAsync(terminal, "echo before; python3 full.py");

        foreach (var seen in new[] { terminal, bobs })
        {
            await SandboxPage.ShowsAsync(seen, "size ");
            await Assertions.Expect(seen).Not.ToContainTextAsync("before");
        }

        var before = await SizeAsync();
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await SandboxPage.ShowsAsync(bobs, "key KEY_UP");
        await ann.Page.SetViewportSizeAsync(700, 900);
        await Assertions.Expect(terminal).Not.ToContainTextAsync(before);
        Assert.StartsWith("size ", await SizeAsync(), StringComparison.Ordinal);

        await ann.Page.Keyboard.PressAsync("q");
        foreach (var seen in new[] { terminal, bobs })
        {
            await SandboxPage.ShowsAsync(seen, "before");
            await Assertions.Expect(seen).Not.ToContainTextAsync("size ");
        }

        // A place in a file that a program names leads there, for either of them; a click alone does not.
        await page.TypeLineAsync(terminal, "for n in 3 7; do echo ./full.py:$n: here; done");
        var cursor = bob.Page.GetByTestId("status-cursor");
        await ClickAsync("full.py:7: here", x: 20);
        await ClickAsync("full.py:7: here", x: 21, KeyboardModifier.Control);
        await Assertions.Expect(bob.Page.GetByTestId("editor")).ToHaveAttributeAsync("data-path", "/workspace/full.py");
        await Assertions.Expect(cursor).ToContainTextAsync("Ln 7");
        await ClickAsync("full.py:3: here", x: 20);
        await page.TypeLineAsync(terminal, "echo a'ft'er");
        await SandboxPage.ShowsAsync(bobs, "after");
        await Assertions.Expect(cursor).ToContainTextAsync("Ln 7");
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        Task ClickAsync(string place, float x, params KeyboardModifier[] held) =>
            bobs.Locator(".xterm-rows > div").Filter(new() { HasText = place })
                .ClickAsync(new() { Position = new() { X = x, Y = 6 }, Force = true, Modifiers = held });

        async Task<string> SizeAsync() =>
            System.Text.RegularExpressions.Regex.Match(await terminal.Locator(".xterm-rows").TextContentAsync() ?? "", "size [0-9]+x[0-9]+").Value;
    }

    [Fact]
    public async Task What_is_typed_right_after_a_terminal_was_asked_for_runs_there_and_not_in_the_one_before()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Hurry");
        var terminals = ann.Page.GetByTestId("terminal");

        // The very first of the sandbox, one beside another that had the keyboard, and one by its keys.
        await page.NewTerminal.ClickAsync();
        await TypeAndSeeAsync(0);
        await page.NewTerminal.ClickAsync();
        await TypeAndSeeAsync(1);
        await ann.Page.Keyboard.PressAsync("Control+Shift+Backquote");
        await TypeAndSeeAsync(2);
        for (var before = 0; before < 2; before++)
        {
            await Assertions.Expect(terminals.Nth(before).Locator(".xterm-rows")).Not.ToContainTextAsync($"early-{before + 1}");
        }

        Assert.Empty(ann.Failures);

        async Task TypeAndSeeAsync(int number)
        {
            await ann.Page.Keyboard.TypeAsync($"echo early-{number}-$((40 + 2))");
            await ann.Page.Keyboard.PressAsync("Enter");
            await SandboxPage.ShowsAsync(terminals.Nth(number), $"early-{number}-42");
            await Assertions.Expect(terminals.Nth(number).Locator(".xterm-helper-textarea")).ToBeFocusedAsync();
        }
    }

    [Fact]
    public async Task A_terminal_that_was_closed_a_moment_before_is_closed_and_no_error()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Closed twice");
        var terminal = await page.OpenTerminalAsync();

        // Both are on their way before either is answered, as those of two people may be.
        await ann.Page.Locator(".terminal-tabs .tab-close").EvaluateAsync("button => { button.click(); button.click(); }");
        await Assertions.Expect(terminal).ToHaveCountAsync(0);

        // The hub answers in turn: with this one there, the second close has its answer.
        await page.OpenTerminalAsync();
        await Assertions.Expect(ann.Page.Locator(".toast-error")).ToHaveCountAsync(0);
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task What_one_person_has_printed_another_selects_copies_and_pastes_and_many_lines_are_asked_about_first()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Copies");
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        var bobs = new SandboxPage(bob.Page);
        await bobs.IsLiveAsync();
        await bobs.KeepCopiesAsync();
        var terminal = await page.OpenTerminalAsync();
        await page.TypeLineAsync(terminal, "echo copied-$((40 + 2))");

        // A double click takes the word; what takes it lies above the text. Ctrl+C is the program's, so it is copied with Shift.
        var bobsTerminal = bob.Page.GetByTestId("terminal").First;
        await bobsTerminal.Locator(".xterm-rows > div").GetByText("copied-42").First.DblClickAsync(new() { Position = new() { X = 20, Y = 6 }, Force = true });
        await bob.Page.Keyboard.PressAsync("Control+Shift+C");
        await bobs.CopiedAsync("copied-42");
        await bob.Page.Keyboard.TypeAsync("echo $((1 + 1))-");
        await new Workbench(bob.Page).RunAsync("Paste into terminal");
        await SandboxPage.ShowsAsync(terminal, "-copied-42");
        await Assertions.Expect(bobsTerminal.Locator(".xterm-helper-textarea")).ToBeFocusedAsync();
        await bob.Page.Keyboard.PressAsync("Enter");
        await SandboxPage.ShowsAsync(terminal, "2-copied-42");

        // A shell that knows a paste as such takes its lines together; Enter is still the person's. No escape comes with it.
        await bobs.PasteAsync("echo one-$((2 + 3))\u001b[201~\necho two-$((3 + 4))");
        await SandboxPage.ShowsAsync(terminal, "echo two");
        await bob.Page.Keyboard.PressAsync("Enter");
        await SandboxPage.ShowsAsync(terminal, "one-5");
        await SandboxPage.ShowsAsync(terminal, "two-7");

        // A program that would take each line at once gets them when the person has said so.
        await bobs.TypeLineAsync(bobsTerminal, "echo ready-$((4 + 4)); while read line; do echo got-$line; done");
        await SandboxPage.ShowsAsync(bobsTerminal, "ready-8");
        await bobs.PasteAsync("red\ngreen\n");
        var question = bob.Page.Locator("dialog[open]");
        await Assertions.Expect(question).ToContainTextAsync("Paste 2 lines?");
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await bobs.PasteAsync("blue\nwhite\n");
        await question.GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true }).ClickAsync();
        await SandboxPage.ShowsAsync(terminal, "got-blue");
        await SandboxPage.ShowsAsync(terminal, "got-white");
        await Assertions.Expect(terminal).Not.ToContainTextAsync("got-red");
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }
}
