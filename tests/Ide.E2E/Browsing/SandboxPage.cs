using System.Text.Json;
using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>The sandbox page as somebody sees and uses it.</summary>
internal sealed class SandboxPage(IPage page)
{
    /// <summary>The first run of a language imports what its context starts with.</summary>
    private const float RunLimitMs = 60_000;

    private readonly IPage _page = page;

    public ILocator Explorer => _page.GetByTestId("explorer");

    public ILocator Editor => _page.GetByTestId("editor");

    public ILocator Output => _page.GetByTestId("output");

    public ILocator Runs => _page.GetByTestId("run-block");

    public ILocator Connection => _page.GetByTestId("connection-state");

    public ILocator Presence => _page.GetByTestId("presence");

    public ILocator RunButton => _page.GetByTestId("run-file");

    public ILocator NewTerminal => _page.GetByTestId("new-terminal");

    /// <summary>The id of the sandbox that is open.</summary>
    public string SandboxId => new Uri(_page.Url).Segments[^1];

    /// <summary>From the list of sandboxes: makes one and waits until it is open and live.</summary>
    public static async Task<SandboxPage> CreateAsync(IPage page, string name)
    {
        await page.GetByTestId("new-sandbox").ClickAsync();
        await page.GetByTestId("sandbox-name").FillAsync(name);
        await page.GetByTestId("create-sandbox").ClickAsync();
        var sandbox = new SandboxPage(page);
        await sandbox.IsLiveAsync();
        return sandbox;
    }

    /// <summary>Waits until the page says that it shows the present.</summary>
    public Task IsLiveAsync() =>
        Assertions.Expect(Connection).ToHaveAttributeAsync("data-state", "live", new() { Timeout = RunLimitMs });

    /// <summary>Waits until the page says that its connection is something else.</summary>
    public Task SaysAsync(string state) =>
        Assertions.Expect(Connection).ToHaveAttributeAsync("data-state", state, new() { Timeout = RunLimitMs });

    /// <summary>Makes a file, types its text into the editor, and saves it.</summary>
    public async Task WriteFileAsync(string name, string text)
    {
        await _page.GetByRole(AriaRole.Button, new() { Name = "New file", Exact = true }).First.ClickAsync();
        var field = Explorer.GetByRole(AriaRole.Textbox, new() { Name = "Name" });
        await field.FillAsync(name);
        await field.PressAsync("Enter");
        await Assertions.Expect(Editor).ToHaveAttributeAsync("data-path", $"/workspace/{name}");
        await TypeAsync(text);
        await SaveAsync();
    }

    /// <summary>
    /// Replaces the whole text of the open file, as a paste does: what is typed is indented by the editor. The browser's own
    /// clipboard is shared by all journeys that run side by side, so the text does not go through it.
    /// </summary>
    public async Task TypeAsync(string text)
    {
        await Editor.Locator(".monaco-editor").First.ClickAsync();
        await _page.Keyboard.PressAsync("Control+A");
        await PasteAsync(text);
    }

    /// <summary>Pastes a text to where the keyboard is, as the browser's own key for it would.</summary>
    public Task PasteAsync(string text) => _page.EvaluateAsync(
        """
        text => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }
        """,
        text);

    public async Task SaveAsync()
    {
        await _page.Keyboard.PressAsync("Control+S");
        await Assertions.Expect(_page.GetByRole(AriaRole.Tab).And(_page.Locator(".dirty"))).ToHaveCountAsync(0);
    }

    /// <summary>Runs the open file and waits for the run to be in the stream.</summary>
    public async Task<ILocator> RunFileAsync()
    {
        var before = await Runs.CountAsync();
        await RunButton.ClickAsync();
        await Assertions.Expect(Runs).ToHaveCountAsync(before + 1, new() { Timeout = RunLimitMs });
        return Runs.Nth(before);
    }

    public static Task EndsAsync(ILocator run, string state = "succeeded") =>
        Assertions.Expect(run).ToHaveAttributeAsync("data-state", state, new() { Timeout = RunLimitMs });

    /// <summary>Presses a button until it has shown something: the circuit may come a moment after the page, and a click before that is lost.</summary>
    public static async Task PressUntilAsync(ILocator button, ILocator shown)
    {
        for (var tries = 0; tries < 20 && !await shown.IsVisibleAsync(); tries++)
        {
            await button.ClickAsync();
            try
            {
                await shown.WaitForAsync(new() { Timeout = 2_000 });
            }
            catch (TimeoutException)
            {
                // Once more.
            }
        }
    }

    /// <summary>The owner invites somebody; the link is theirs to open.</summary>
    public async Task<string> InviteAsync(string name, bool asViewer = false)
    {
        var field = _page.GetByTestId("invite-name");
        await PressUntilAsync(_page.GetByTestId("invite"), field);
        await field.FillAsync(name);
        if (asViewer)
        {
            await _page.GetByTestId("invite-viewer").CheckAsync();
        }

        await _page.GetByTestId("create-invitation").ClickAsync();
        var link = await _page.GetByTestId("invite-link").InputValueAsync();
        await _page.Keyboard.PressAsync("Escape");
        return link;
    }

    /// <summary>Opens a terminal and waits for its prompt.</summary>
    public async Task<ILocator> OpenTerminalAsync()
    {
        await NewTerminal.ClickAsync();
        var terminal = _page.GetByTestId("terminal").Last;
        await ShowsAsync(terminal, "$");
        await Assertions.Expect(terminal.Locator(".xterm-helper-textarea")).ToBeFocusedAsync();
        return terminal;
    }

    /// <summary>
    /// All pages of a browser share its clipboard, and other journeys have a use for it: from here on this page keeps what it
    /// copies to itself, and pastes from there.
    /// </summary>
    public Task KeepCopiesAsync() => _page.EvaluateAsync(
        """
        () => {
          navigator.clipboard.writeText = async text => { window.copied = text; };
          navigator.clipboard.readText = async () => window.copied ?? "";
        }
        """);

    public Task CopiedAsync(string text) => _page.WaitForFunctionAsync("text => window.copied === text", text);

    /// <summary>What the page has copied since it keeps it; null for nothing.</summary>
    public Task<string?> CopyAsync() => _page.EvaluateAsync<string?>("() => window.copied ?? null");

    /// <summary>Waits until a terminal shows a text.</summary>
    public static Task ShowsAsync(ILocator terminal, string text) =>
        Assertions.Expect(terminal).ToContainTextAsync(text, new() { Timeout = RunLimitMs });

    /// <summary>
    /// What a run shows of its output, line by line, as it was printed: as soon as it is what is expected, or else at last.
    /// A page that loads itself anew meanwhile is waited for.
    /// </summary>
    public async Task<string> ShownTextAsync(ILocator run, Predicate<string> isExpected)
    {
        var until = DateTime.UtcNow.AddMilliseconds(RunLimitMs);
        while (true)
        {
            var isLast = DateTime.UtcNow > until;
            try
            {
                var lines = await run.Locator(".screen-rows > :not(.line-end)").AllTextContentsAsync();
                var shown = string.Concat(lines.Select(line => line + "\n"));
                if (isLast || isExpected(shown))
                {
                    return shown;
                }
            }
            catch (PlaywrightException exception) when (!isLast && exception.Message.Contains("context was destroyed", StringComparison.Ordinal))
            {
                // The next page shows it, too.
            }

            await _page.WaitForTimeoutAsync(100);
        }
    }

    /// <summary>So that one can ask later whether it is still the same page, and not one that was loaded anew.</summary>
    public Task MarkAsync() => _page.EvaluateAsync("() => { document.documentElement.dataset.marked = 'true'; }");

    public async Task<bool> IsMarkedAsync() => await _page.Locator("html[data-marked]").CountAsync() == 1;

    /// <summary>Types a line into a terminal.</summary>
    public async Task TypeLineAsync(ILocator terminal, string line)
    {
        await terminal.Locator(".xterm-helper-textarea").FocusAsync();
        await _page.Keyboard.TypeAsync(line);
        await _page.Keyboard.PressAsync("Enter");
    }

    /// <summary>The bytes of the images that a run shows, as data URLs hashed by the page itself.</summary>
    public static async Task<IReadOnlyList<string>> ImagesOfAsync(ILocator run)
    {
        var hashes = await run.Locator("img").EvaluateAllAsync<JsonElement>(
            """
            images => Promise.all(images.map(async image => {
              await image.decode();
              const canvas = document.createElement("canvas");
              canvas.width = image.naturalWidth;
              canvas.height = image.naturalHeight;
              canvas.getContext("2d").drawImage(image, 0, 0);
              const bytes = new TextEncoder().encode(canvas.toDataURL());
              const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
              return [...digest].map(byte => byte.toString(16).padStart(2, "0")).join("");
            }))
            """);
        return [.. hashes.EnumerateArray().Select(hash => hash.GetString()!)];
    }
}
