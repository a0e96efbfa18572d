using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>The frame of the sandbox page, its palette and what it tells, as somebody uses it who has no pointer.</summary>
internal sealed class Workbench(IPage page)
{
    public ILocator Palette => page.GetByTestId("palette");

    public ILocator Picks => Palette.GetByRole(AriaRole.Option);

    public ILocator Announcements => page.GetByTestId("announcements");

    /// <summary>The areas that are shown, as the frame says it.</summary>
    public Task<string> ShownAsync() => page.EvaluateAsync<string>("document.documentElement.dataset.shows");

    public Task ShowsAsync(string areas) =>
        Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-shows", areas);

    /// <summary>What has the keyboard, in a word: the view or the part of the page.</summary>
    public Task<string> FocusedAsync() => page.EvaluateAsync<string>(
        """
        () => {
          const focused = document.activeElement;
          return focused?.closest("dialog")?.dataset.testid ?? focused?.closest("[data-area] > [data-view]")?.dataset.view
            ?? focused?.closest("[data-region]")?.dataset.region ?? focused?.tagName ?? "";
        }
        """);

    /// <summary>Waits until a view or a part of the page has the keyboard.</summary>
    public Task HasKeyboardAsync(string place) => HasKeyboardAsync(found => found == place);

    public async Task HasKeyboardAsync(Predicate<string> isPlace)
    {
        var until = DateTime.UtcNow.AddMilliseconds(Browsers.PatienceMs);
        string place;
        while (!isPlace(place = await FocusedAsync()))
        {
            Assert.True(DateTime.UtcNow < until, $"{place} has the keyboard.");
            await page.WaitForTimeoutAsync(20);
        }
    }

    /// <summary>The ids and titles of all commands that the page has now, from the palette itself.</summary>
    public async Task<IReadOnlyList<(string Id, string Title)>> CommandsAsync()
    {
        await page.Keyboard.PressAsync("F1");
        await Assertions.Expect(Picks.First).ToBeVisibleAsync();
        var commands = await Picks.EvaluateAllAsync<string[][]>(
            "lines => lines.map(line => [line.dataset.id, line.querySelector('.palette-label').textContent])");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Palette).ToBeHiddenAsync();
        return [.. commands.Select(command => (command[0], command[1]))];
    }

    /// <summary>Finds a command in the palette by its title and runs it.</summary>
    public async Task RunAsync(string title)
    {
        await page.Keyboard.PressAsync("F1");
        await page.Keyboard.TypeAsync(title);
        await Assertions.Expect(Picks.First).ToContainTextAsync(title);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>
    /// Finds one command of the palette, also of several with the same title, and runs it by the keyboard. Begins anew where
    /// the circuit opens something of the command before over the palette, as somebody would.
    /// </summary>
    public async Task RunAsync(string id, string title)
    {
        var line = page.Locator($"[role=option][data-id='{id}']");
        var until = DateTime.UtcNow.AddMilliseconds(Browsers.PatienceMs);
        do
        {
            Assert.True(DateTime.UtcNow < until, $"{id} was not reached.");
            await page.Keyboard.PressAsync("Escape");
            await page.Keyboard.PressAsync("F1");
        }
        while (!await IsChosenAsync());
        await page.Keyboard.PressAsync("Enter");

        async Task<bool> IsChosenAsync()
        {
            if (await FocusedAsync() != "palette")
            {
                return false;
            }

            await page.Keyboard.InsertTextAsync(title);
            if (await line.CountAsync() == 0)
            {
                return false;
            }

            for (var at = await line.EvaluateAsync<int>("line => Number(line.dataset.at)"); at > 0; at--)
            {
                await page.Keyboard.PressAsync("ArrowDown");
            }

            return await FocusedAsync() == "palette" && await line.GetAttributeAsync("aria-selected") == "true";
        }
    }

    /// <summary>Chooses by the keyboard from a menu that was asked for: once it has the keyboard, which the circuit gives it.</summary>
    public async Task ChooseAsync(string item)
    {
        await Assertions.Expect(page.Locator("[role=menuitem]:focus")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).PressAsync("Enter");
    }

    /// <summary>Opens the palette again and again, until a command can be had, or is refused with a reason.</summary>
    public async Task OffersAsync(string title, string? refusal)
    {
        var until = DateTime.UtcNow.AddMilliseconds(Browsers.PatienceMs);
        while (true)
        {
            await page.Keyboard.PressAsync("F1");
            await page.Keyboard.TypeAsync(title);
            await Assertions.Expect(Picks.First).ToContainTextAsync(title);
            var shown = await Picks.First.InnerTextAsync();
            var isRefused = await Picks.First.GetAttributeAsync("aria-disabled") == "true";
            await page.Keyboard.PressAsync("Escape");
            if (refusal is null ? !isRefused : isRefused && shown.Contains(refusal, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < until, shown);
        }
    }

    /// <summary>Makes the page believe that its tab is in the background, or in front again.</summary>
    public Task HideAsync(bool isHidden) => page.EvaluateAsync(
        """
        isHidden => {
          Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => isHidden ? "hidden" : "visible" });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        isHidden);
}
