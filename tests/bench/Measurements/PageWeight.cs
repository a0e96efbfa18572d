using System.Collections.Concurrent;
using Bench.Products;
using Microsoft.Playwright;

namespace Bench.Measurements;

/// <summary>What a browser that has nothing of the page yet must load before it can be worked in.</summary>
internal sealed class PageWeight : IMeasurement
{
    public Subject Subject { get; } = new(
        "page-weight",
        "JavaScript that a sandbox's page loads until it can be worked in",
        Unit.Megabytes,
        new Goal(Median: 1.5),
        "Bytes of scripts as they travel, compressed, from an empty cache until a Python file can be typed into, a terminal answers "
        + "and a run is shown; workers and all that is loaded meanwhile included.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("none", cancellationToken);
        await sandbox.PostAsync("api/write", new { path = "main.py", content = "value = 1\n" }, cancellationToken);
        await sandbox.StreamAsync("api/execute/code", new { code = "print('shown')" }, static _ => { }, cancellationToken);
        await using var browser = await BrowserPage.SignInAsync(await rig.ProductAsync(cancellationToken), sandbox, cancellationToken);
        await browser.FillAsync("/workspace/main.py");
        var devices = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await devices.SendAsync("Network.clearBrowserCache");

        var scripts = new ConcurrentBag<IRequest>();
        browser.Page.RequestFinished += (_, request) =>
        {
            if (new Uri(request.Url).AbsolutePath.EndsWith(".js", StringComparison.Ordinal))
            {
                scripts.Add(request);
            }
        };
        await browser.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await browser.IsUsableAsync(1);
        var sizes = await Task.WhenAll(scripts.Select(static request => request.SizesAsync()));
        return new Samples([sizes.Sum(static size => (double)size.ResponseBodySize) / 1e6], Warmup: 0);
    }
}
