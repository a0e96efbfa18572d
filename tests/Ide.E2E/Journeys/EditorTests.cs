using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class EditorTests(Browsers browsers)
{
    [Fact]
    public async Task Split_editors_share_a_files_text_and_come_back_as_they_were_left_with_what_is_unsaved()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Split");
        using var program = new ApiClient(product, page.SandboxId);
        await program.WriteAsync("a.py", "alpha = 1\n");
        await program.WriteAsync("b.py", "beta = 2\n");
        var editor = new EditorPage(ann.Page);
        var keyboard = ann.Page.Keyboard;
        await editor.OpenAsync("a.py");
        await Assertions.Expect(editor.Lines()).ToContainTextAsync("alpha");

        await keyboard.PressAsync("Control+\\");
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(2);
        await editor.TypeAtEndAsync("shared = 3");
        await Assertions.Expect(editor.Lines(0)).ToContainTextAsync("shared");
        await Assertions.Expect(editor.Tabs.And(ann.Page.Locator(".dirty"))).ToHaveCountAsync(2);

        await editor.OpenAsync("b.py");
        await keyboard.PressAsync("Control+1");
        await Assertions.Expect(editor.Groups.Nth(0)).ToContainClassAsync("active");
        await keyboard.PressAsync("Control+Alt+ArrowRight");
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(1);
        await editor.Tab("b.py").DragToAsync(ann.Page.Locator(".editor-body"), new() { TargetPosition = new() { X = 300, Y = 5 } });
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(2);
        await Assertions.Expect(editor.Tab("b.py", 0)).ToBeVisibleAsync();
        await editor.KeepsDraftAsync("shared = 3");
        await keyboard.PressAsync("Control+2");
        var inSecondGroup = editor.Groups.Nth(1).Locator(".monaco-editor.focused");
        await Assertions.Expect(inSecondGroup).ToBeVisibleAsync();

        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(2);
        await Assertions.Expect(inSecondGroup).ToBeVisibleAsync();
        await Assertions.Expect(editor.Tab("b.py", 0)).ToBeVisibleAsync();
        await Assertions.Expect(editor.Lines(1)).ToContainTextAsync("shared");
        await Assertions.Expect(editor.Tab("a.py", 1)).ToContainClassAsync("dirty");

        await keyboard.PressAsync("Control+1");
        await Assertions.Expect(editor.Groups.Nth(0)).ToContainClassAsync("active");
        await keyboard.PressAsync("Alt+W");
        await Assertions.Expect(editor.Groups).ToHaveCountAsync(1);
        await keyboard.PressAsync("Shift+Alt+T");
        await Assertions.Expect(editor.Tab("b.py")).ToHaveAttributeAsync("aria-selected", "true");
        await editor.Tab("a.py").ClickAsync(new() { Button = MouseButton.Middle });
        await ann.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(editor.Tabs).ToHaveCountAsync(1);
        Assert.Contains("shared = 3", await program.ReadAsync("a.py"), StringComparison.Ordinal);
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task A_save_over_what_another_person_wrote_shows_both_and_asks_and_a_clean_file_follows_by_itself()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Both");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.WriteAsync("notes.txt", "one\ntwo\n");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        var (anns, bobs) = (new EditorPage(ann.Page), new EditorPage(bob.Page));
        await anns.OpenAsync("notes.txt");
        await bobs.OpenAsync("notes.txt");
        await Assertions.Expect(anns.Lines()).ToContainTextAsync("two");
        await Assertions.Expect(bobs.Lines()).ToContainTextAsync("two");

        await anns.TypeAtEndAsync("from Ann");
        await bobs.TypeAtEndAsync("from Bob");
        await bobsPage.SaveAsync();
        await ann.Page.Keyboard.PressAsync("Control+S");
        await Assertions.Expect(anns.Comparison).ToContainTextAsync("from Bob");
        await Assertions.Expect(anns.Comparison).ToContainTextAsync("from Ann");
        Assert.Equal("one\ntwo\nfrom Bob", await program.ReadAsync("notes.txt"));

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Save my text" }).ClickAsync();
        await Assertions.Expect(anns.Comparison).ToHaveCountAsync(0);
        await Assertions.Expect(bobs.Lines()).ToContainTextAsync("from Ann");

        // What the comparison was the first to use goes on without it.
        await ann.Page.Keyboard.PressAsync("Control+Home");
        await ann.Page.Keyboard.PressAsync("Control+Space");
        await Assertions.Expect(ann.Page.Locator(".suggest-widget .monaco-list-row").First).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(bobs.Tab("notes.txt")).Not.ToContainClassAsync("conflict");
        Assert.Equal("one\ntwo\nfrom Ann", await program.ReadAsync("notes.txt"));

        await program.DeleteAsync("notes.txt");
        await Assertions.Expect(bobs.Tab("notes.txt")).ToContainClassAsync("deleted");
        await bob.Page.GetByRole(AriaRole.Button, new() { Name = "Save it again" }).ClickAsync();
        await Assertions.Expect(bobs.Tab("notes.txt")).Not.ToContainClassAsync("deleted");
        await Assertions.Expect(bobs.Tab("notes.txt")).Not.ToContainClassAsync("dirty");
        Assert.Equal("one\ntwo\nfrom Ann", await program.ReadAsync("notes.txt"));
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task A_file_is_formatted_where_its_language_can_and_the_other_person_sees_it_saved()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Tidy");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.WriteAsync("data.json", "{\"b\":[1,2],\"a\":{}}");
        await program.WriteAsync("code.ts", "export function half( n:number ){return n/2}\n");
        await program.WriteAsync("notes.txt", "a   b\n");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        await new SandboxPage(bob.Page).IsLiveAsync();
        var (anns, bobs, workbench) = (new EditorPage(ann.Page), new EditorPage(bob.Page), new Workbench(ann.Page));

        await FormatsAsync("data.json", "{\n    \"b\": [\n        1,\n        2\n    ],\n    \"a\": {}\n}");
        await FormatsAsync("code.ts", "export function half(n: number) { return n / 2 }\n");
        await anns.OpenAsync("notes.txt");
        await workbench.OffersAsync("Format the file", refusal: "There is no formatter for plaintext");
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        async Task FormatsAsync(string name, string tidy)
        {
            await bobs.OpenAsync(name);
            await anns.OpenAsync(name);
            await workbench.OffersAsync("Format the file", refusal: null); // the language comes a moment after its first file
            await workbench.RunAsync("Format the file");
            await Assertions.Expect(anns.Tab(name)).ToContainClassAsync("dirty");
            await annsPage.SaveAsync();
            Assert.Equal(tidy, await program.ReadAsync(name));
            await Assertions.Expect(bobs.Lines()).ToHaveTextAsync(tidy.ReplaceLineEndings(""));
        }
    }

    [Fact]
    public async Task Files_show_as_what_they_are_and_what_is_hostile_in_them_stays_dead()
    {
        const string Hostile =
            "# Title\n\n$a^2$ <img src=/api/tokens onerror=\"window.bad=1\"> <script>window.bad=2</script> [x](javascript:window.bad=3)"
            + " <a href=\"/api/tokens\" onclick=\"window.bad=4\">here</a> <div style=\"position:fixed\" class=\"toast\" id=\"editor\">fixed</div>"
            + " <iframe srcdoc=\"<script>parent.bad=5</script>\"></iframe> <svg onload=\"window.bad=6\"></svg> <form action=/api/tokens></form>\n";
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Looks");
        using var program = new ApiClient(product, page.SandboxId);
        var asked = new List<string>();
        ann.Page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await program.WriteAsync("evil.md", Hostile);
        await program.WriteAsync("evil.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.bad=7'><script>window.bad=8</script><circle r='9'/></svg>");
        await program.WriteAsync("tree.json", """{"list": [1, {"deep": true}]}""");
        await program.WriteAsync("rows.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 3000).Select(row => $"{row},\"line\n{row}\"\n")));
        await program.WriteAsync("book.ipynb", """{"cells":[{"cell_type":"code","source":"1","outputs":[{"output_type":"display_data","data":{"text/html":"<b>kept</b><script>window.bad=9</script>"}}]}]}""");
        await program.WriteAsync("binary.bin", "a\0b");
        var editor = new EditorPage(ann.Page);
        var body = ann.Page.Locator(".editor-body");

        await editor.OpenAsync("evil.md");
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Show text and preview" }).ClickAsync();
        await Assertions.Expect(editor.Preview.Locator("h1")).ToHaveTextAsync("Title");
        await Assertions.Expect(editor.Preview.Locator(".katex")).ToBeVisibleAsync();
        await Assertions.Expect(editor.Preview.Locator("img, script, iframe, svg:not(.katex svg), form, [style*=fixed], [class=toast], #editor, a[href^='/'], a[href^=java]")).ToHaveCountAsync(0);
        await ann.Page.Keyboard.PressAsync("Control+S");
        await ann.Page.Locator(".monaco-editor").First.ClickAsync();
        await editor.TypeAtEndAsync("\n## Live");
        await Assertions.Expect(editor.Preview.Locator("h2")).ToHaveTextAsync("Live");

        await editor.OpenAsync("evil.svg");
        await Assertions.Expect(editor.Preview.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await editor.OpenAsync("tree.json");
        await ann.Page.Keyboard.PressAsync("Control+Shift+V");
        await editor.Preview.Locator("summary", new() { HasText = "list" }).ClickAsync();
        await Assertions.Expect(editor.Preview).ToContainTextAsync("{1}");

        await editor.OpenAsync("rows.csv");
        await ann.Page.Keyboard.PressAsync("Control+Shift+V");
        await Assertions.Expect(editor.Preview).ToContainTextAsync("3,000 rows × 2 columns");
        await Assertions.Expect(editor.Preview.GetByRole(AriaRole.Gridcell, new() { Name = "line ⏎ 5", Exact = true })).ToBeVisibleAsync();
        await editor.Preview.GetByRole(AriaRole.Columnheader, new() { Name = "id" }).ClickAsync();
        await editor.Preview.GetByRole(AriaRole.Columnheader, new() { Name = "id" }).ClickAsync();
        await Assertions.Expect(editor.Preview.GetByRole(AriaRole.Gridcell).First).ToHaveTextAsync("2999");

        await editor.OpenAsync("book.ipynb");
        await Assertions.Expect(editor.Preview.Locator("b")).ToHaveTextAsync("kept");
        await editor.OpenAsync("binary.bin");
        await Assertions.Expect(body).ToContainTextAsync("This file is not text.");
        await Assertions.Expect(body.GetByRole(AriaRole.Link, new() { Name = "Download" })).ToHaveAttributeAsync("download", "binary.bin");

        await program.RunCodeAsync("import matplotlib.pyplot as plt\nplt.title('A page of paper')\nplt.savefig('/workspace/paper.pdf')\nplt.close()\nopen('/workspace/large.txt', 'w').write('x' * 21_000_000)");
        await editor.OpenAsync("paper.pdf");
        await Assertions.Expect(editor.Preview.Locator("canvas").First).ToBeVisibleAsync();
        await Assertions.Expect(editor.Preview).ToContainTextAsync("A page of paper");
        await editor.OpenAsync("large.txt");
        await Assertions.Expect(body).ToContainTextAsync("Files up to 20 MB open as text.");

        Assert.True(await ann.Page.EvaluateAsync<bool>("() => window.bad === undefined"));
        Assert.DoesNotContain("/api/tokens", asked);
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task What_lives_in_the_context_is_completed_explained_and_called_by_its_parameters()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Alive");
        await page.WriteFileAsync("live.py", "import json as tool\n");
        await SandboxPage.EndsAsync(await page.RunFileAsync());
        var editor = new EditorPage(ann.Page);
        await editor.Lines().ClickAsync();

        await editor.TypeAtEndAsync("tool.du");
        await Assertions.Expect(ann.Page.Locator(".suggest-widget")).ToContainTextAsync("dumps", new() { Timeout = 30_000 });
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.Keyboard.TypeAsync("mps(");
        await Assertions.Expect(ann.Page.Locator(".parameter-hints-widget")).ToContainTextAsync("skipkeys", new() { Timeout = 30_000 });
        await ann.Page.Keyboard.PressAsync("Escape");
        await editor.Lines().GetByText("tool").First.HoverAsync();
        await Assertions.Expect(ann.Page.Locator(".monaco-hover:visible")).ToContainTextAsync("module", new() { Timeout = 30_000 });

        // What the language's own worker finds in the file, too, stands there once.
        await page.SaveAsync();
        await page.WriteFileAsync("live.js", "const treasureMap = 1;\nconst treasureChest = 4711;\n");
        await SandboxPage.EndsAsync(await page.RunFileAsync());
        await page.TypeAsync("const treasureMap = 1;\n");
        await editor.TypeAtEndAsync("treasure");
        var offered = ann.Page.Locator(".suggest-widget .monaco-list-row");
        await Assertions.Expect(offered.Filter(new() { HasText = "treasureChest" })).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Assertions.Expect(offered.Filter(new() { HasText = "treasureMap" })).ToHaveCountAsync(1);
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.Keyboard.TypeAsync("Chest;");
        await editor.Lines().GetByText("treasureChest").First.HoverAsync();
        await Assertions.Expect(ann.Page.Locator(".monaco-hover:visible")).ToContainTextAsync("4711", new() { Timeout = 30_000 });
        Assert.Empty(ann.Failures);
    }
}
