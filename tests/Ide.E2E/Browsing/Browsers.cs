using Ide.E2E.Browsing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browsers))]

namespace Ide.E2E.Browsing;

/// <summary>Debian's Chromium without its windows, started once for all journeys; each person gets a profile of their own in it.</summary>
public sealed class Browsers : IAsyncLifetime
{
    internal const string Chromium = "/usr/bin/chromium-headless-shell";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>How long a condition may take to come true on a machine that has other things to do.</summary>
    internal const float PatienceMs = 30_000;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(Chromium);
    }

    /// <summary>Another one, which somebody else's machine runs; whoever asks for it ends it.</summary>
    internal Task<IBrowser> LaunchAsync(string chromium) =>
        _playwright!.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            // Chromium's own sandbox does not start for root; without WebGL a terminal draws its text into the page, where
            // it can be read; and it is to speak to nobody but the product.
            Args =
            [
                "--no-sandbox", "--disable-3d-apis", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run",
            ],
        });

    /// <summary>A profile with no cookies, no storage, and its own clipboard rights.</summary>
    /// <param name="browser">Null: the one of all journeys.</param>
    internal async Task<IBrowserContext> NewProfileAsync(string address, IBrowser? browser = null)
    {
        var context = await (browser ?? _browser!).NewContextAsync(new()
        {
            BaseURL = address,
            ViewportSize = new() { Width = 1440, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        if (new Uri(address).IsLoopback)
        {
            // Without TLS, a page of another machine has no clipboard that could be allowed.
            await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"], new() { Origin = address });
        }

        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
