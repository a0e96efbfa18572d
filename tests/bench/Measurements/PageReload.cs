using Bench.Products;
using Microsoft.Playwright;

namespace Bench.Measurements;

/// <summary>What somebody waits for who reloads the page, or comes back to it.</summary>
internal sealed class PageReload : IMeasurement
{
    private const int Warmup = 2;
    private const int Repetitions = 10;

    public Subject Subject { get; } = new(
        "page-reload",
        "a reload of a sandbox's page until it can be worked in",
        Unit.Milliseconds,
        new Goal(Median: 1500),
        "From the reload, with a file, a terminal and one run in the page, until what was typed into the editor shows, the terminal "
        + "has answered a command typed into it, and the run is shown; Chromium with a warm cache, on the same machine.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("none", cancellationToken);
        await sandbox.PostAsync("api/write", new { path = "main.py", content = "value = 1\n" }, cancellationToken);
        await sandbox.StreamAsync("api/execute/code", new { code = "print('shown')" }, static _ => { }, cancellationToken);
        await using var browser = await BrowserPage.SignInAsync(await rig.ProductAsync(cancellationToken), sandbox, cancellationToken);
        await browser.FillAsync("/workspace/main.py");
        var number = 0;
        return await Repeat.TimedAsync(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task OnceAsync()
        {
            await browser.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
            await browser.IsUsableAsync(++number);
        }
    }
}
