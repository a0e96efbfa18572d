using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class OutputTests(Browsers browsers)
{
    private const string Broken =
        """
        def half(n):
            return n / 0  # a line that is longer than the pane is wide: it scrolls within its own box, and is not cut off at the edge of the run


        half(3)
        """;

    [Fact]
    public async Task Every_kind_of_result_shows_in_each_of_its_ways_and_can_be_taken_along()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Results");
        using var program = new ApiClient(product, page.SandboxId);

        await page.KeepCopiesAsync();
        var table = await RunAsync("import pandas as pd; pd.DataFrame({'name': ['b', 'a'], 'n': [9, 10]})");
        var names = table.Locator("tbody td:nth-child(2)");
        await Assertions.Expect(names).ToHaveTextAsync(["b", "a"]);
        await table.GetByRole(AriaRole.Button, new() { Name = "name", Exact = true }).ClickAsync();
        await Assertions.Expect(names).ToHaveTextAsync(["a", "b"]);
        await table.GetByRole(AriaRole.Button, new() { Name = "Copy CSV" }).ClickAsync();
        await page.CopiedAsync(",name,n\r\n1,a,10\r\n0,b,9\r\n");
        await ChooseAsync(table, "HTML");
        await table.Locator("th").GetByRole(AriaRole.Button, new() { Name = "n", Exact = true }).ClickAsync();
        await Assertions.Expect(table.Locator("tbody td:last-child")).ToHaveTextAsync(["9", "10"]);
        var saving = ann.Page.WaitForDownloadAsync();
        await table.GetByRole(AriaRole.Button, new() { Name = "Download CSV" }).ClickAsync();
        Assert.Equal("table.csv", (await saving).SuggestedFilename);

        var figure = await RunAsync("import matplotlib.pyplot as plt; plt.bar(['Jan', 'Feb'], [10, 14]); plt.title('Sales'); plt.show()");
        await Assertions.Expect(figure.Locator("img")).ToBeVisibleAsync();
        await ChooseAsync(figure, "Chart");
        var chart = figure.GetByRole(AriaRole.Group, new() { Name = "Sales, bar chart" });
        await chart.FocusAsync();
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await ann.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(chart.GetByRole(AriaRole.Status)).ToHaveTextAsync("Feb: 14");
        await ChooseAsync(figure, "Data");
        await Assertions.Expect(figure.Locator("tbody tr").Last).ToHaveTextAsync("Feb14");

        var tree = await RunAsync("{'rows': [{'first name': 'Ann'}] * 300}");
        await tree.GetByRole(AriaRole.Searchbox).FillAsync("first");
        await tree.GetByRole(AriaRole.Button, new() { Name = "$.rows[0][\"first name\"]" }).ClickAsync();
        await tree.GetByRole(AriaRole.Button, new() { Name = "Copy the path $.rows[0][\"first name\"]" }).ClickAsync();
        await page.CopiedAsync("$.rows[0][\"first name\"]");

        var texts = await RunAsync("from IPython.display import *\ndisplay(Markdown('# Head $x^2$'), Latex(r'$\\frac{1}{2}$'), SVG('<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>'))\ndisplay({'audio/wav': 'UklGRg==', 'text/plain': 'sound'}, raw=True)\ndisplay({'application/pdf': 'JVBERg==', 'text/plain': 'pdf'}, raw=True)\nHTML('<p id=p>waits</p><script>p.textContent = \"ran apart\"; document.body.append(p.cloneNode(true), p.cloneNode(true))</script>')");
        await Assertions.Expect(texts.GetByRole(AriaRole.Heading, new() { Name = "Head" })).ToBeVisibleAsync();
        await Assertions.Expect(texts.Locator(".katex")).ToHaveCountAsync(2);
        await Assertions.Expect(texts.Locator("img")).ToHaveCountAsync(1);
        await Assertions.Expect(texts.GetByText("This result cannot be shown: its data are damaged")).ToBeVisibleAsync();
        await Assertions.Expect(texts.GetByRole(AriaRole.Link, new() { Name = "Download PDF" })).ToHaveAttributeAsync("download", "result.pdf");
        await Assertions.Expect(texts.FrameLocator("iframe").Locator("#root #p")).ToHaveTextAsync("ran apart");
        // All of it has room, also what its script put beside the place it was given.
        var apart = await (await texts.Locator("iframe").ElementHandleAsync()).ContentFrameAsync();
        await apart!.WaitForFunctionAsync("document.querySelectorAll('p').length === 3 && document.documentElement.scrollHeight <= innerHeight");

        // As a program plays it, and as IPython wraps it into HTML: a second of silence, which the browser has understood.
        var sounds = await RunAsync("from IPython.display import Audio, display\nsound = Audio([0.0] * 8000, rate=8000)\ndisplay({'audio/wav': sound.data, 'text/plain': 'sound'}, raw=True)\nsound");
        await Assertions.Expect(sounds.Locator("audio[controls]")).ToHaveCountAsync(2);
        foreach (var player in await sounds.Locator("audio").AllAsync())
        {
            await ann.Page.WaitForFunctionAsync("player => player.duration === 1 && player.error === null", await player.ElementHandleAsync());
        }

        // Scripts share what they declare, handlers stand in attributes, and scripts make scripts.
        var scripts = await RunAsync(""""
            from IPython.display import HTML
            HTML("""<button onclick="out.textContent += word">go</button><p id=out></p><script>const word = 'a'</script>
            <script>out.textContent = word + 'b'; const made = document.createElement('script'); made.textContent = "out.textContent += 'c'"; document.body.append(made)</script>""")
            """");
        var shown = scripts.FrameLocator("iframe").Locator("#out");
        await Assertions.Expect(shown).ToHaveTextAsync("abc");
        await scripts.FrameLocator("iframe").GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(shown).ToHaveTextAsync("abca");

        // Reports come as a page within a frame of their own.
        var report = await RunAsync("""HTML('<iframe srcdoc="<p id=q>waits</p><script>q.textContent = 6 * 7</script>"></iframe>')""");
        await Assertions.Expect(report.FrameLocator("iframe").FrameLocator("iframe").Locator("#q")).ToHaveTextAsync("42");

        var changes = await RunAsync("h = display(HTML('<b>first</b>'), display_id=True)\nh.update(HTML('<b>second</b>'))\nprint('gone'); clear_output()\nfor i in range(101): print(f'\\r{i} %', end='')\nprint('\\n\\x1b[1;31mred\\x1b[0m \\x1b]8;;https://example.com/\\x1b\\\\link\\x1b]8;;\\x1b\\\\')");
        await Assertions.Expect(changes.Locator(".line").First).ToHaveTextAsync("100 %");
        await Assertions.Expect(changes.Locator(".text-bold.has-fg")).ToHaveTextAsync("red");
        await Assertions.Expect(changes.GetByRole(AriaRole.Link, new() { Name = "link", Exact = true })).ToHaveAttributeAsync("href", "https://example.com/");
        await Assertions.Expect(changes).Not.ToContainTextAsync("gone");

        // What is downloaded is all that was printed, and nothing of what was shown between.
        var whole = await changes.GetByRole(AriaRole.Link, new() { Name = "Download the whole output" }).First.GetAttributeAsync("href");
        var printed = await ann.Page.EvaluateAsync<string>("async address => (await fetch(address)).text()", whole);
        Assert.StartsWith("gone\n\r0 %\r1 %", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("second", printed, StringComparison.Ordinal);

        await program.WriteAsync("/workspace/broken.py", Broken);
        var error = await RunAsync(Broken, "/workspace/broken.py");
        await Assertions.Expect(error).ToHaveAttributeAsync("data-state", "failed");
        Assert.True(await error.Locator(".error-trace pre").EvaluateAsync<bool>(
            "pre => pre.scrollWidth > pre.clientWidth && pre.getBoundingClientRect().right <= pre.closest('.run').getBoundingClientRect().right"));
        await error.Locator(".error-trace .place-link").Last.ClickAsync();
        await Assertions.Expect(page.Editor).ToHaveAttributeAsync("data-path", "/workspace/broken.py");
        Assert.Empty(ann.Failures);

        async Task<ILocator> RunAsync(string code, string? path = null)
        {
            var before = await page.Runs.CountAsync();
            await program.RunCodeAsync(code, path);
            var run = page.Runs.Nth(before);
            await Assertions.Expect(run).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("succeeded|failed"));
            return run;
        }
    }

    [Fact]
    public async Task Runs_can_be_stopped_repeated_pinned_filtered_and_gone_through_by_keys_and_the_past_comes_back_when_one_scrolls_up()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Stream");
        using var program = new ApiClient(product, page.SandboxId);
        await program.RunCodeAsync("print('the very first')");
        await program.RunCodeAsync("import time\ntime.sleep(0)\nprint('second')");

        await page.KeepCopiesAsync();

        // Again: the same code in the same context, for everybody.
        var second = page.Runs.Nth(1);
        await second.HoverAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Run again" }).ClickAsync();
        await Assertions.Expect(page.Runs).ToHaveCountAsync(3);
        await SandboxPage.EndsAsync(page.Runs.Nth(2));
        await page.Runs.Nth(2).HoverAsync();
        await page.Runs.Nth(2).GetByRole(AriaRole.Button, new() { Name = "Copy the output" }).ClickAsync();
        await page.CopiedAsync("second\n");
        await page.Runs.Nth(2).GetByRole(AriaRole.Button, new() { Name = "Copy the code" }).ClickAsync();
        await page.CopiedAsync("import time\ntime.sleep(0)\nprint('second')");

        // Keys: to the latest, up, fold.
        await ann.Page.GetByRole(AriaRole.Region, new() { Name = "Execution stream" }).FocusAsync();
        await ann.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Runs.Nth(2)).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("k");
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page.Runs.First).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Runs.First.Locator(".run-body")).ToBeHiddenAsync();

        // Pinned, and then far away.
        await page.Runs.First.GetByRole(AriaRole.Button, new() { Name = "Pin", Exact = true }).ClickAsync();
        for (var at = 0; at < 60; at++)
        {
            await program.RunCodeAsync($"print('run {at}')" + (at == 30 ? "; 1 / 0" : ""));
        }

        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await Assertions.Expect(page.Output).ToHaveAttributeAsync("data-caught-up", "true");
        await Assertions.Expect(page.Runs).ToHaveCountAsync(50);
        await ann.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pinned runs" }).Locator(".pin-go").ClickAsync();
        await Assertions.Expect(page.Runs.First).ToBeFocusedAsync();
        await Assertions.Expect(page.Runs.First).ToContainTextAsync("the very first");
        await Assertions.Expect(page.Runs).ToHaveCountAsync(63);

        // Who reads further up stays there, and is told what has come since.
        var top = await TopAsync(page.Runs.First);
        await program.RunCodeAsync("print('news')");
        var jump = ann.Page.GetByRole(AriaRole.Button, new() { Name = "Jump to latest" });
        await Assertions.Expect(jump).ToHaveTextAsync("Jump to latest · 1 new, 5 bytes of output");
        Assert.Equal(top, await TopAsync(page.Runs.First));
        await jump.PressAsync("Enter");
        await Assertions.Expect(page.Runs.Last).ToBeInViewportAsync();
        await Assertions.Expect(jump).ToBeHiddenAsync();
        await Assertions.Expect(ann.Page.GetByRole(AriaRole.Region, new() { Name = "Execution stream" })).ToBeFocusedAsync();

        // Filtered by state, by words, and not any more.
        await ann.Page.Locator("[data-command='output.filter']").ClickAsync();
        await ann.Page.GetByLabel("State").SelectOptionAsync("failed");
        await Assertions.Expect(page.Runs).ToHaveCountAsync(1);
        await Assertions.Expect(page.Runs).ToContainTextAsync("ZeroDivisionError");
        await ann.Page.GetByLabel("State").SelectOptionAsync("");
        await ann.Page.GetByLabel("Filter by text").FillAsync("RUN 59");
        await Assertions.Expect(page.Runs).ToHaveCountAsync(1);
        await ann.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Runs).Not.ToHaveCountAsync(1);
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Of_long_output_the_end_is_in_sight_until_one_scrolls_up_in_it()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Long");
        using var program = new ApiClient(product, page.SandboxId);
        var running = program.RunCodeAsync(
            """
            import os, time
            for step in ['early', 'late', 'last']:
                while not os.path.exists(f'/workspace/{step}'): time.sleep(0.02)
                for i in range(100): print(step, i)
            """);
        var lines = page.Runs.First.Locator(".screen");
        foreach (var step in new[] { "early", "late" })
        {
            await program.WriteAsync(step, "");
            await Assertions.Expect(lines.GetByText($"{step} 99", new() { Exact = true })).ToBeInViewportAsync();
        }

        var middle = lines.GetByText("late 50", new() { Exact = true });
        await middle.ScrollIntoViewIfNeededAsync();
        var above = await TopAsync(middle) - await TopAsync(lines);
        await program.WriteAsync("last", "");
        await running;
        await Assertions.Expect(lines.GetByText("last 99", new() { Exact = true })).ToBeAttachedAsync();
        Assert.Equal(above, await TopAsync(middle) - await TopAsync(lines), 1f);
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task A_viewer_sees_a_question_an_editor_answers_it_hidden_and_all_see_who_and_either_stops_what_runs()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Asked");
        using var program = new ApiClient(product, page.SandboxId);
        await using var bob = await Person.JoinAsync(browsers, product, await program.InviteAsync("Bob", "editor"));
        await using var vic = await Person.JoinAsync(browsers, product, await program.InviteAsync("Vic", "viewer"));
        var bobs = new SandboxPage(bob.Page);
        var vics = new SandboxPage(vic.Page);
        await bobs.IsLiveAsync();
        await vics.IsLiveAsync();
        var running = program.RunCodeAsync("import getpass, time\ninput('name? ')\nprint(len(getpass.getpass('secret? ')))\ntime.sleep(600)");

        // What he has typed and not sent is there again after a reload; what is hidden is kept nowhere.
        await bobs.Runs.First.GetByLabel("name?").FillAsync("Bob of", new() { Timeout = 60_000 });
        await bob.Page.ReloadAsync();
        await bobs.IsLiveAsync();
        var name = bobs.Runs.First.GetByLabel("name?");
        await Assertions.Expect(name).ToHaveValueAsync("Bob of");
        await name.PressAsync("Enter");

        await Assertions.Expect(vics.Runs.First).ToContainTextAsync("secret? ", new() { Timeout = 60_000 });
        await Assertions.Expect(vics.Runs.First.Locator("input")).ToHaveCountAsync(0);
        await Assertions.Expect(vics.Runs.First.GetByRole(AriaRole.Button, new() { Name = "Stop this run" })).ToHaveCountAsync(0);
        var field = bobs.Runs.First.GetByLabel("secret?");
        await Assertions.Expect(field).ToHaveAttributeAsync("type", "password");
        // Who has answered is asked on: the keyboard does not leave with what it was in.
        await Assertions.Expect(field).ToBeFocusedAsync();
        await field.FillAsync("sesame");
        Assert.DoesNotContain("sesame", await bob.Page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage })"), StringComparison.Ordinal);
        await field.PressAsync("Enter");
        await Assertions.Expect(bobs.Runs.First).ToBeFocusedAsync();

        foreach (var seen in new[] { page, bobs, vics })
        {
            await Assertions.Expect(seen.Runs.First.Locator(".input-item")).ToContainTextAsync(["Bob of", "Bob"]);
            await Assertions.Expect(seen.Runs.First.Locator(".screen")).ToContainTextAsync("6");
            await Assertions.Expect(seen.Runs.First).Not.ToContainTextAsync("sesame");
        }

        await page.Runs.First.GetByRole(AriaRole.Button, new() { Name = "Stop this run" }).ClickAsync();
        await SandboxPage.EndsAsync(vics.Runs.First, "cancelled");
        await Assertions.Expect(vics.Runs.First).ToContainTextAsync("Interrupted by owner");
        await running;
        Assert.Empty(ann.Failures.Concat(bob.Failures).Concat(vic.Failures));
    }

    private static Task ChooseAsync(ILocator run, string way) =>
        run.GetByRole(AriaRole.Group, new() { Name = "Show this result as" }).GetByRole(AriaRole.Button, new() { Name = way, Exact = true }).ClickAsync();

    private static async Task<float> TopAsync(ILocator run) => (await run.BoundingBoxAsync())!.Y;
}
