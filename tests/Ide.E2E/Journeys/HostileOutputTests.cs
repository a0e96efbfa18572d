using Ide.E2E.Browsing;
using Ide.E2E.Hostile;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class HostileOutputTests(Browsers browsers)
{
    /// <summary>A name that would run if anything took it for markup.</summary>
    private const string Name = "<img src=x onerror=window.hostile=1>";

    [Fact]
    public async Task Nothing_that_a_sandbox_can_show_runs_in_the_page_or_asks_a_host_anything()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        using var outside = new Outside();
        var opened = new List<string>();
        ann.Page.Dialog += async (_, dialog) =>
        {
            opened.Add(dialog.Message);
            await dialog.DismissAsync();
        };
        ann.Profile.Page += (_, page) => opened.Add(page.Url);
        var reached = new List<string>();
        ann.Profile.Request += (_, request) =>
        {
            if (request.Url.Contains("reached", StringComparison.Ordinal))
            {
                reached.Add(request.Url);
            }
        };
        var page = await SandboxPage.CreateAsync(ann.Page, "Hostile");
        var title = await ann.Page.TitleAsync();
        await ann.Page.EvaluateAsync("navigator.clipboard.writeText = text => Promise.resolve(window.hostile = text)");

        using var owner = new ApiClient(product, page.SandboxId);
        using var program = await owner.CreateProgramAsync(Name);
        await program.RunCodeAsync(outside.In(HostileOutputs.Prelude), FileOf("Prelude"));
        foreach (var (name, python) in HostileOutputs.All)
        {
            await program.RunCodeAsync(outside.In(python), FileOf(name));
        }

        // Live, in each of its ways, and once more out of the history.
        await ShowsAllAsync(ann.Page, opened);
        await WholePage.IsAsync(ann.Page, title);
        await ann.Page.ReloadAsync();
        await page.IsLiveAsync();
        await ShowsAllAsync(ann.Page, opened);
        await WholePage.IsAsync(ann.Page, title);
        Assert.Empty(opened);
        Assert.Empty(reached);
        Assert.Equal(0, outside.Visits);
    }

    /// <summary>Draws every run, and every result in each of its ways: what is out of sight is drawn when it comes into it.</summary>
    private static async Task ShowsAllAsync(IPage page, List<string> opened)
    {
        var runs = page.GetByTestId("run-block");
        var earlier = page.GetByRole(AriaRole.Button, new() { Name = "Show earlier" });
        await Assertions.Expect(page.GetByTestId("output")).ToHaveAttributeAsync("data-caught-up", "true");
        if (await earlier.IsVisibleAsync())
        {
            // Whoever scrolls up gets what was before, without asking for it.
            await page.Locator(".stream").EvaluateAsync("stream => stream.scrollTop = 0");
            await Assertions.Expect(earlier).ToBeHiddenAsync(new() { Timeout = 60_000 });
        }

        // One more than the table has: the prelude.
        await Assertions.Expect(runs).ToHaveCountAsync(HostileOutputs.All.Count + 1, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("[data-testid=run-block]:is([data-state=running], [data-state=queued])")).ToHaveCountAsync(0);
        await page.EvaluateAsync(
            """
            async () => {
              const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              for (const run of document.querySelectorAll("[data-testid=run-block]")) {
                run.scrollIntoView();
                await frame();
                const count = run.querySelectorAll(".result-way").length;
                for (let at = 0; at < count; at++) {
                  run.querySelectorAll(".result-way")[at]?.click();
                  await frame();
                }
                for (const head of run.querySelectorAll(".table-sort, .json-branch > summary, .run-source > summary")) head.click();
                run.querySelector(".result-way")?.click();
              }
            }
            """);
        await HasFilledFramesAsync(page);
        Assert.Empty(opened);
    }

    /// <summary>Every frame has had its content, and so the chance to do harm, and the one that floods the page has been ended.</summary>
    private static async Task HasFilledFramesAsync(IPage page)
    {
        await Assertions.Expect(page.GetByText("This output was ended")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator("iframe:not([data-filled])")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        foreach (var frame in page.Frames.Where(frame => frame.Url.EndsWith("/outputs/frames/html", StringComparison.Ordinal)))
        {
            await frame.WaitForFunctionAsync("() => document.getElementById('root')?.hasChildNodes() !== false");
        }
    }

    /// <summary>Runs come from files with a hostile name, too.</summary>
    private static string FileOf(string name) => $"/workspace/{Name} {name}.py";
}
