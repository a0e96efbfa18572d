using Bench.Products;
using Microsoft.Playwright;

namespace Bench.Measurements;

/// <summary>Opening the page of a sandbox in which very much has happened.</summary>
internal sealed class LongHistory : IMeasurement
{
    private const int Runs = 200;
    private const int EventsPerRun = 500;
    private const int Warmup = 1;
    private const int Repetitions = 5;

    public Subject Subject { get; } = new(
        "browser-history",
        "open the page of a sandbox with 100,000 events",
        Unit.Milliseconds,
        new Goal(Median: 1_500),
        "From the page's address until it shows the latest runs of 200 that showed 500 results each, in Chromium, with a warm cache.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var product = await rig.ProductAsync(cancellationToken);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        for (var run = 0; run < Runs; run++)
        {
            await sandbox.StreamAsync(
                "api/execute/code", new { code = $"for i in range({EventsPerRun}): display(i)\nprint('end of', {run})" }, static _ => { }, cancellationToken);
        }

        await using var browser = await BrowserPage.SignInAsync(product, sandbox, cancellationToken);
        return await Repeat.TimedAsync(Warmup, Repetitions, OpenAsync, cancellationToken);

        async Task OpenAsync()
        {
            await browser.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
            await browser.ShowsThePresentAsync();
            await browser.Page.GetByText($"end of {Runs - 1}", new() { Exact = true }).WaitForAsync();
        }
    }
}
