using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class WindowTests(Browsers browsers)
{
    [Fact]
    public async Task The_page_follows_its_own_system_from_light_to_dark_while_one_works_unless_a_theme_is_chosen()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Night");
        using var program = new ApiClient(product, annsPage.SandboxId);
        await program.WriteAsync("words.txt", "words\n");
        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob"));
        await bob.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await new SandboxPage(bob.Page).IsLiveAsync();
        await new EditorPage(ann.Page).OpenAsync("words.txt");
        await new EditorPage(bob.Page).OpenAsync("words.txt");
        var terminal = await annsPage.OpenTerminalAsync();
        await LooksAsync(ann.Page, isDark: false);
        await LooksAsync(bob.Page, isDark: false);

        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await LooksAsync(ann.Page, isDark: true);
        await LooksAsync(bob.Page, isDark: false);
        await Assertions.Expect(terminal.Locator(".xterm-helper-textarea")).ToBeFocusedAsync(); // nothing was built anew
        await ann.Page.ReloadAsync();
        await annsPage.IsLiveAsync();
        await LooksAsync(ann.Page, isDark: true);
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await LooksAsync(ann.Page, isDark: false);

        await ann.Page.Keyboard.PressAsync("Control+,");
        await ann.Page.GetByTestId("settings").GetByLabel("Theme").SelectOptionAsync("dark");
        await LooksAsync(ann.Page, isDark: true);
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ann.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await LooksAsync(ann.Page, isDark: true);
        await ann.Page.GetByTestId("settings").GetByLabel("Theme").SelectOptionAsync("system");
        await LooksAsync(ann.Page, isDark: false);
        Assert.Empty(ann.Failures.Concat(bob.Failures));
    }

    [Fact]
    public async Task At_twice_the_size_every_control_of_the_bars_and_tabs_is_within_reach_and_nothing_lies_on_another()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var annsPage = await SandboxPage.CreateAsync(ann.Page, "Twice the size of what it was made for");
        using var program = new ApiClient(product, annsPage.SandboxId);
        string[] files = ["a_first_file_with_a_long_name.py", "a_second_file_with_a_long_name.py", "a_third_file_with_a_long_name.py", "d.py"];
        foreach (var file in files)
        {
            await program.WriteAsync(file, "input('How long? ')\n");
        }

        await using var bob = await Person.JoinAsync(browsers, product, await annsPage.InviteAsync("Bob of the long name"));
        var bobsPage = new SandboxPage(bob.Page);
        await bobsPage.IsLiveAsync();
        await FillAsync(ann.Page, annsPage);
        await FillAsync(bob.Page, bobsPage);

        await ann.Page.SetViewportSizeAsync(800, 500); // a window of 1600×1000 at 200 %
        await EverywhereAsync(ann.Page);
        await bob.Page.SetViewportSizeAsync(640, 400);
        await (await bob.Profile.NewCDPSessionAsync(bob.Page)).SendAsync("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = 640,
            ["height"] = 400,
            ["deviceScaleFactor"] = 2,
            ["mobile"] = false,
        });
        await bob.Page.WaitForFunctionAsync("devicePixelRatio === 2 && innerWidth === 640");
        await EverywhereAsync(bob.Page);
        Assert.Empty(ann.Failures.Concat(bob.Failures));

        // As full as a day makes it: many files, terminals, and runs on their way.
        async Task FillAsync(IPage page, SandboxPage sandbox)
        {
            foreach (var file in files)
            {
                await new EditorPage(page).OpenAsync(file);
            }

            await sandbox.RunFileAsync();
            await sandbox.OpenTerminalAsync();
        }

        static async Task EverywhereAsync(IPage page)
        {
            await Assertions.Expect(page.GetByTestId("status-runs")).ToBeVisibleAsync();
            foreach (var button in await page.Locator(".rail-button[data-rail]:visible").AllAsync())
            {
                if (await button.GetAttributeAsync("aria-pressed") != "true")
                {
                    await button.ClickAsync();
                }

                await Assertions.Expect(button).ToHaveAttributeAsync("aria-pressed", "true");
                await HasNoFaultAsync(page);
            }
        }
    }

    /// <summary>The frame, the editor and the terminal, each by what it paints.</summary>
    private static async Task LooksAsync(IPage page, bool isDark)
    {
        await Assertions.Expect(page.Locator(".editor-surface .monaco-editor").First).ToContainClassAsync(isDark ? "vs-dark" : "vs");
        await page.WaitForFunctionAsync(
            """
            isDark => ["html", ".top-bar", ".monaco-editor", ".xterm-viewport"].flatMap(found => document.querySelector(found) ?? []).every(part => {
              const [red, green, blue] = getComputedStyle(part).backgroundColor.match(/[0-9.]+/g).map(Number);
              return (red + green + blue < 3 * 128) === isDark;
            })
            """,
            isDark);
    }

    /// <summary>Waits until nothing is at fault: what is still on its way to its place is none.</summary>
    private static async Task HasNoFaultAsync(IPage page)
    {
        var until = DateTime.UtcNow.AddMilliseconds(Browsers.PatienceMs);
        while (await FaultsAsync(page) is { Length: > 0 } faults)
        {
            Assert.True(DateTime.UtcNow < until, string.Join("\n", faults));
            await page.WaitForTimeoutAsync(100);
        }
    }

    /// <summary>
    /// Every control of the bars and the tabs, brought into view as a person can: where it is not wholly to be seen and hit, or
    /// came into view by a scroll that no person has, it is a fault.
    /// </summary>
    private static Task<string[]> FaultsAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => {
          const bars = ":is(.top-bar, .rail, .status-bar, .pane-bar, [role=tablist])";
          const controls = [...document.querySelectorAll(`${bars} :is(a[href], button, input, select, [role=tab], .status-item)`)]
            .filter(control => control.checkVisibility({ visibilityProperty: true }) && !control.closest("[popover], dialog"));
          const nameOf = control => control.getAttribute("aria-label") || control.textContent.trim() || control.title;
          const faults = document.documentElement.scrollWidth > innerWidth ? ["the window scrolls sideways"] : [];
          for (const expected of ["run-file", "stop-run", "context-status", "status-runs", "status-stats"]) {
            if (!controls.some(control => control.dataset.testid === expected)) {
              faults.push(`${expected} is not shown`);
            }
          }
          for (const control of controls) {
            control.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
            const { left, right, top, bottom } = control.getBoundingClientRect();
            const middle = [(left + right) / 2, (top + bottom) / 2];
            const points = control.dataset.testid === "run-file"
              ? [middle, [left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4]]
              : [middle, [left + 3, middle[1]], [right - 3, middle[1]]];
            for (const [x, y] of points) {
              const found = document.elementFromPoint(x, y);
              if (!control.contains(found)) {
                faults.push(`${nameOf(control)} at ${x},${y}: ${found ? found.outerHTML.slice(0, 120) : "out of the window"}`);
              }
            }
            for (let strip = control.parentElement; strip; strip = strip.parentElement) {
              if ((strip.scrollLeft !== 0 && !/auto|scroll/.test(getComputedStyle(strip).overflowX)) || (strip.scrollTop !== 0 && !/auto|scroll/.test(getComputedStyle(strip).overflowY))) {
                faults.push(`${nameOf(control)} is cut off in ${strip.className}`);
              }
            }
          }
          return faults;
        }
        """);
}
