using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Bench.Products;

/// <summary>A sandbox's page in Debian's Chromium without its windows, of somebody who was invited to work in it.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium-headless-shell";
    private const float LimitMs = 60_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    public ILocator Text => Page.Locator(".editor-surface .view-lines").First;

    public ILocator Terminal => Page.GetByTestId("terminal").First;

    public ILocator Stream => Page.GetByTestId("run-block").First;

    public static async Task<BrowserPage> SignInAsync(ProductServer server, Sandbox sandbox, CancellationToken cancellationToken)
    {
        using var invited = await server.Client.PostAsJsonAsync(
            $"/api/sandboxes/{sandbox.Id}/invitations", new { name = "Bench", role = "editor" }, cancellationToken);
        await invited.SucceededAsync(cancellationToken);
        var link = (await invited.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("link").GetString()!;

        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            // As root it has no sandbox of its own, and without WebGL a terminal's text can be read out of the page.
            Args = ["--no-sandbox", "--disable-3d-apis", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"],
        });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(LimitMs);
        await page.GotoAsync(link);
        await page.GetByTestId("sign-in").ClickAsync();
        await Assertions.Expect(page.GetByTestId("connection-state")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = LimitMs });
        return new BrowserPage(playwright, browser, page);
    }

    /// <summary>Waits until the stream shows the present.</summary>
    public Task ShowsThePresentAsync() => Page.Locator("[data-testid=output][data-caught-up=true]").WaitForAsync();

    /// <summary>Opens a file and a terminal, as somebody leaves a page before reloading it.</summary>
    public async Task FillAsync(string path)
    {
        await Page.GetByTestId("explorer").Locator($"[data-path='{path}']").ClickAsync();
        await Text.WaitForAsync();
        await Page.GetByTestId("new-terminal").First.ClickAsync();
        await Assertions.Expect(Terminal).ToContainTextAsync("$", new() { Timeout = LimitMs });
    }

    /// <summary>Waits until text can be typed into the editor and shows, the terminal answers, and the stream is shown.</summary>
    /// <param name="number">Another each time: what earlier times have left proves nothing.</param>
    public async Task IsUsableAsync(int number)
    {
        await Task.WhenAll(Text.WaitForAsync(), Stream.WaitForAsync(), Terminal.Locator(".xterm-helper-textarea").WaitForAsync(new() { State = WaitForSelectorState.Attached }));
        await Text.ClickAsync();
        await Page.Keyboard.TypeAsync($"typed{number} ");
        await Terminal.Locator(".xterm-helper-textarea").FocusAsync();
        await Page.Keyboard.TypeAsync($"echo $(({number}+1000000))\n");
        await Task.WhenAll(
            Assertions.Expect(Text).ToContainTextAsync($"typed{number}", new() { Timeout = LimitMs }),
            Assertions.Expect(Terminal).ToContainTextAsync($"{number + 1_000_000}", new() { Timeout = LimitMs }));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
