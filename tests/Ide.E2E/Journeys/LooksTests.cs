using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

/// <summary>What a person with eyes would stumble over: text that cannot be read, and what is cut off or out of line.</summary>
public sealed class LooksTests(Browsers browsers)
{
    /// <summary>The contrast of WCAG between an element's text and its own ground.</summary>
    private const string Contrast =
        """
        element => {
          const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const light = colour => {
            paint.fillStyle = colour;
            paint.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map(part => part / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const { color, backgroundColor } = getComputedStyle(element);
          const [dark, bright] = [light(color), light(backgroundColor)].sort((one, other) => one - other);
          return (bright + 0.05) / (dark + 0.05);
        }
        """;

    [Fact]
    public async Task What_programs_colour_can_be_read_on_its_own_ground_in_every_theme()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Colours");
        using var program = new ApiClient(product, page.SandboxId);
        await program.RunCodeAsync("for i in range(8): print(f'\\x1b[4{i}mground {i}\\x1b[0m \\x1b[10{i}mbright {i}\\x1b[0m')");
        var grounds = page.Runs.Nth(0).Locator(".has-bg");
        await Assertions.Expect(grounds).ToHaveCountAsync(16);
        var terminal = await page.OpenTerminalAsync();
        await page.TypeLineAsync(terminal, "printf '\\033[30;42mheading-%s\\033[0m\\n' 42");
        var heading = terminal.Locator(".xterm-rows span").Filter(new() { HasText = "heading-42" });
        await Assertions.Expect(heading).ToBeVisibleAsync();

        foreach (var theme in new[] { "light", "dark", "contrast" })
        {
            await ChooseThemeAsync(ann.Page, theme);
            foreach (var ground in await grounds.AllAsync())
            {
                var contrast = await ground.EvaluateAsync<double>(Contrast);
                Assert.True(contrast >= 4.5, $"{theme}, {await ground.TextContentAsync()}: {contrast:F2}");
            }

            await ann.Page.WaitForFunctionAsync($"element => ({Contrast})(element) >= 4.5", await heading.ElementHandleAsync());
        }

        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Code_in_notebooks_and_in_Markdown_has_the_colours_of_the_theme_that_is_shown()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Code");
        using var program = new ApiClient(product, page.SandboxId);
        await program.WriteAsync("book.ipynb", """{"cells":[{"cell_type":"code","source":"print('word')","outputs":[]},{"cell_type":"markdown","source":"```py\nreturn 1\n```"}]}""");
        var editor = new EditorPage(ann.Page);
        await ChooseThemeAsync(ann.Page, "dark");
        await editor.OpenAsync("book.ipynb");
        var word = editor.Preview.Locator(".notebook-code span").Filter(new() { HasText = "word" }).Last;
        var inTheDark = await ColourAsync();
        await Assertions.Expect(editor.Preview.Locator(".markdown .code-keyword")).ToHaveTextAsync("return");

        await ChooseThemeAsync(ann.Page, "light");
        await ann.Page.WaitForFunctionAsync("dark => getComputedStyle([...document.querySelectorAll('.notebook-code span')].filter(part => part.textContent.includes('word')).at(-1)).color !== dark", inTheDark);
        await ChooseThemeAsync(ann.Page, "dark");
        await ann.Page.WaitForFunctionAsync("dark => getComputedStyle([...document.querySelectorAll('.notebook-code span')].filter(part => part.textContent.includes('word')).at(-1)).color === dark", inTheDark);
        Assert.Empty(ann.Failures);

        Task<string> ColourAsync() => word.EvaluateAsync<string>("part => getComputedStyle(part).color");
    }

    [Fact]
    public async Task Of_many_terminals_the_one_in_front_has_its_tab_in_sight_and_its_search_fits_a_narrow_window()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Many");
        for (var at = 1; at <= 9; at++)
        {
            await page.NewTerminal.ClickAsync();
            await Assertions.Expect(ann.Page.GetByTestId("terminal")).ToHaveCountAsync(at);
        }

        await FrontTabIsInSightAsync();
        var workbench = new Workbench(ann.Page);
        await workbench.RunAsync("Split terminal");
        await Assertions.Expect(ann.Page.GetByTestId("terminal")).ToHaveCountAsync(10);
        await ann.Page.SetViewportSizeAsync(420, 800);
        await workbench.RunAsync("Go to Terminal");
        await FrontTabIsInSightAsync();
        await Assertions.Expect(ann.Page.Locator(".terminal.active [data-state=open]")).ToHaveCountAsync(1);
        await workbench.RunAsync("Find in terminal");
        await ann.Page.Locator(".terminal-find:visible").GetByRole(AriaRole.Button, new() { Name = "Close (Escape)" }).ClickAsync();
        await Assertions.Expect(ann.Page.Locator(".terminal-find:visible")).ToHaveCountAsync(0);
        Assert.Empty(ann.Failures);

        Task FrontTabIsInSightAsync() => ann.Page.WaitForFunctionAsync(
            """
            () => {
              const tab = document.querySelector(".terminal-tabs .tab.active")?.getBoundingClientRect();
              const strip = document.querySelector(".terminal-tabs .tab-strip").getBoundingClientRect();
              return tab !== undefined && tab.left >= strip.left - 1 && (tab.right <= strip.right + 1 || tab.width > strip.width);
            }
            """);
    }

    [Fact]
    public async Task A_name_is_no_longer_than_it_may_be_and_what_stands_in_one_line_stands_on_one_line()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Lines");
        await page.WriteFileAsync("a.py", "1");

        var name = ann.Page.GetByTestId("invite-name");
        await SandboxPage.PressUntilAsync(ann.Page.GetByTestId("invite"), name);
        await ann.Page.Keyboard.TypeAsync(new string('n', 50));
        await ann.Page.GetByTestId("create-invitation").DblClickAsync();
        var link = ann.Page.GetByTestId("invite-link");
        await Assertions.Expect(link).ToBeFocusedAsync();
        await Assertions.Expect(ann.Page.GetByTestId("open-invitation")).ToHaveCountAsync(1);

        // Whoever joins is among the members that are looked at, with as much of the name as there is room for beside the buttons.
        await using var guest = await Person.JoinAsync(browsers, product, await link.InputValueAsync());
        var member = ann.Page.GetByTestId("member");
        await Assertions.Expect(member).ToHaveCountAsync(1);
        await Assertions.Expect(ann.Page.GetByTestId("open-invitation")).ToHaveCountAsync(0);
        await Assertions.Expect(member.GetByTitle(new string('n', 40))).ToBeVisibleAsync();
        foreach (var width in new[] { 420, 1280 })
        {
            await ann.Page.SetViewportSizeAsync(width, 720);
            Assert.True(await member.GetByRole(AriaRole.Button).EvaluateAsync<bool>(
                "button => button.getBoundingClientRect().right <= button.closest('ul').getBoundingClientRect().right && button.scrollWidth <= button.clientWidth"));
        }

        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Invite another" }).ClickAsync();
        await Assertions.Expect(name).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");

        await ann.Page.Keyboard.PressAsync("Control+Shift+H");
        var ends = await ann.Page.Locator(".search-field:visible").EvaluateAllAsync<double[]>("fields => fields.map(field => field.getBoundingClientRect().right)");
        Assert.Equal(4, ends.Length);
        Assert.Single(ends.Distinct());

        var middles = await ann.Page.Locator(".connection-text, .status-name > span, .context-status-name").EvaluateAllAsync<double[]>(
            "texts => texts.map(text => { const range = document.createRange(); range.selectNodeContents(text); const { top, bottom } = range.getBoundingClientRect(); return (top + bottom) / 2; })");
        Assert.Equal(3, middles.Length);
        Assert.True(middles.Max() - middles.Min() < 0.3, string.Join(", ", middles));
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task Of_a_variable_the_whole_size_is_read_on_the_line_of_its_name()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Sizes");
        using var program = new ApiClient(product, page.SandboxId);
        await program.RunCodeAsync("class Frame:\n    shape = (3_000_000, 4)\n    def __repr__(self): return 'a preview that is longer than the side bar is wide'\nframe = Frame()\na_name_that_is_longer_than_its_column = 1");
        await ann.Page.Locator("[data-rail='contexts']").ClickAsync();
        var size = ann.Page.Locator(".variable-size").Filter(new() { HasText = "3,000,000 × 4" });
        await Assertions.Expect(size).ToHaveAttributeAsync("title", new System.Text.RegularExpressions.Regex("^3,000,000 × 4"));
        Assert.True(await size.EvaluateAsync<bool>("cell => cell.scrollWidth <= cell.clientWidth"));
        Assert.True(await ann.Page.GetByTestId("variables").EvaluateAsync<bool>("view => view.scrollWidth <= view.clientWidth"));

        var lines = await ann.Page.Locator(".variables-table tbody tr").EvaluateAllAsync<double[]>(
            """
            rows => rows.map(row => {
              const [name, size] = [...row.querySelectorAll(".variable-name, .variable-size")].map(text => {
                const mark = document.createElement("span");
                mark.style.cssText = "display: inline-block";
                text.append(mark);
                const { bottom } = mark.getBoundingClientRect();
                mark.remove();
                return bottom;
              });
              return Math.abs(name - size);
            })
            """);
        Assert.NotEmpty(lines);
        Assert.All(lines, static apart => Assert.True(apart < 0.3, $"{apart}"));
        Assert.Empty(ann.Failures);
    }

    [Fact]
    public async Task How_far_an_upload_is_and_how_a_context_stands_is_seen_in_every_theme_and_in_the_colours_of_the_system()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "States");
        using var program = new ApiClient(product, page.SandboxId);
        await program.RunCodeAsync("1");
        // As an upload shows it that is half done.
        await ann.Page.GetByTestId("uploads").EvaluateAsync(
            "uploads => { uploads.hidden = false; uploads.append(Object.assign(document.createElement('progress'), { max: 2, value: 1 })); }");
        var bar = ann.Page.Locator(".uploads progress");
        var context = ann.Page.Locator(".context").First;

        foreach (var theme in new[] { "light", "dark", "contrast" })
        {
            await ChooseThemeAsync(ann.Page, theme);
            await IsToldApartAsync();
        }

        await ann.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await IsToldApartAsync();
        Assert.Empty(ann.Failures);

        async Task IsToldApartAsync()
        {
            var pixels = await ann.Page.EvaluateAsync<string[]>(
                """
                async png => {
                  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), byte => byte.charCodeAt(0))]));
                  const paint = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
                  paint.drawImage(picture, 0, 0);
                  return [0.25, 0.75].map(part => [...paint.getImageData(part * picture.width, picture.height / 2, 1, 1).data].join());
                }
                """,
                Convert.ToBase64String(await bar.ScreenshotAsync()));
            Assert.NotEqual(pixels[0], pixels[1]);
            var looks = await context.EvaluateAsync<string[]>(
                """
                context => ["idle", "busy", "dead"].map(state => {
                  context.dataset.state = state;
                  const dot = context.querySelector(".context-state");
                  const { backgroundColor, borderTopWidth } = getComputedStyle(dot);
                  return `${backgroundColor} ${borderTopWidth}`;
                })
                """);
            Assert.Equal(3, looks.Distinct().Count());
            var ground = await context.EvaluateAsync<string>("context => getComputedStyle(context.closest('[data-area]')).backgroundColor");
            Assert.DoesNotContain($"{ground} 0px", looks);
        }
    }

    [Fact]
    public async Task The_second_half_of_a_double_click_presses_nothing_that_the_first_half_has_brought_there()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var page = await SandboxPage.CreateAsync(ann.Page, "Twice");
        using var program = new ApiClient(product, page.SandboxId);
        await using var bob = await Person.JoinAsync(browsers, product, await page.InviteAsync("Bob"));
        await program.InviteAsync("Cyd", "editor");
        await program.InviteAsync("Dan", "editor");

        // As slow as a person's: the page has long answered the first click.
        var slowly = new LocatorDblClickOptions { Delay = 200 };
        var invitations = ann.Page.GetByTestId("open-invitation");
        await SandboxPage.PressUntilAsync(ann.Page.GetByTestId("invite"), ann.Page.GetByTestId("invite-name"));
        await Assertions.Expect(invitations).ToHaveCountAsync(2);
        await invitations.First.GetByRole(AriaRole.Button).DblClickAsync(slowly);
        await Assertions.Expect(invitations).ToHaveCountAsync(1);
        var member = ann.Page.GetByTestId("member");
        await member.GetByRole(AriaRole.Button).DblClickAsync(slowly);
        await Assertions.Expect(member.GetByRole(AriaRole.Button, new() { Name = "Remove Bob" })).ToHaveTextAsync("Remove Bob");
        await Assertions.Expect(invitations).ToHaveCountAsync(1);
        await ann.Page.Keyboard.PressAsync("Escape");

        await page.WriteFileAsync("long.py", "import time\ntime.sleep(600)");
        var run = await page.RunFileAsync();
        await SandboxPage.EndsAsync(run, "running");
        await run.GetByRole(AriaRole.Button, new() { Name = "Stop this run" }).DblClickAsync(slowly);
        await SandboxPage.EndsAsync(run, "cancelled");
        await Assertions.Expect(page.Runs).ToHaveCountAsync(1);
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    private static async Task ChooseThemeAsync(IPage page, string theme)
    {
        // As another tab's settings would.
        await page.EvaluateAsync(
            """
            theme => {
              localStorage.setItem("ide.settings", JSON.stringify({ theme }));
              window.dispatchEvent(new StorageEvent("storage", { key: "ide.settings" }));
            }
            """,
            theme);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
    }
}
