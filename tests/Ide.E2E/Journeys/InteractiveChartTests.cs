using System.Text.RegularExpressions;
using Ide.E2E.Browsing;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Journeys;

public sealed class InteractiveChartTests(Browsers browsers)
{
    [Fact]
    public async Task Charts_of_Plotly_and_Altair_are_drawn_and_answer_the_pointer_without_asking_another_host()
    {
        await using var product = await RunningProduct.StartAsync();
        await using var ann = await Person.SignInAsync(browsers, product);
        var asked = new List<string>();
        ann.Page.Request += (_, request) => asked.Add(request.Url);
        var page = await SandboxPage.CreateAsync(ann.Page, "Charts");
        using var program = new ApiClient(product, page.SandboxId);

        var lines = await DrawnByAsync("import plotly.express as px; px.line({'x': [1, 2, 1, 2], 'y': [1, 3, 2, 5], 'c': ['a', 'a', 'b', 'b']}, x='x', y='y', color='c')");
        await Assertions.Expect(lines.Locator(".scatterlayer .trace")).ToHaveCountAsync(2);
        await lines.Locator(".legendtoggle").First.ClickAsync();
        await Assertions.Expect(lines.Locator(".scatterlayer .trace")).ToHaveCountAsync(1);

        Assert.DoesNotContain(asked, address => address.Contains("Maps", StringComparison.Ordinal));
        var map = await DrawnByAsync("px.choropleth({'land': ['FRA', 'BRA'], 'n': [1, 2]}, locations='land', color='n')");
        await Assertions.Expect(map.Locator(".choroplethlayer path")).ToHaveCountAsync(2);
        await Assertions.Expect(map.Locator(".layer.coastlines path")).ToHaveAttributeAsync("d", new Regex(".{5000}"));

        // While its library is on its way, something stands in a chart's place; one that does not come can be asked for again.
        var come = new TaskCompletionSource();
        var isLost = true;
        await ann.Page.RouteAsync(new Regex("/Vega[^/]*[.]js$"), async route =>
        {
            if (isLost)
            {
                await route.AbortAsync();
                return;
            }

            await come.Task;
            await route.ContinueAsync();
        });
        var bars = await DrawnByAsync("import altair as alt, pandas as pd; alt.Chart(pd.DataFrame({'m': ['Jan', 'Feb'], 'n': [10, 14]})).mark_bar().encode(x='m', y='n', tooltip='n')");
        var skeleton = page.Output.Locator(".frame-skeleton");
        await Assertions.Expect(page.Output.Locator(".frame-view").Last).ToContainTextAsync("did not load");
        await Assertions.Expect(skeleton).ToHaveCountAsync(0);
        isLost = false;
        await page.Output.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Assertions.Expect(skeleton).ToBeVisibleAsync();
        come.SetResult();
        await bars.Locator(".mark-rect path").Last.HoverAsync();
        await Assertions.Expect(skeleton).ToHaveCountAsync(0);
        await Assertions.Expect(bars.Locator("#vg-tooltip-element")).ToHaveTextAsync("14");

        Assert.Empty(ann.Failures);

        // A map that is not served here: said, and not asked for elsewhere.
        var unmapped = await DrawnByAsync("display({'application/vnd.plotly.v1+json': {'data': [{'type': 'scattergeo', 'lat': [1], 'lon': [1]}], 'layout': {'geo': {'scope': 'antarctica'}}}}, raw=True)");
        await Assertions.Expect(unmapped.Locator("#root")).ToContainTextAsync("This chart cannot be drawn");
        Assert.All(asked.Where(address => address.StartsWith("http", StringComparison.Ordinal)), address => Assert.StartsWith(product.Address, address, StringComparison.Ordinal));

        async Task<IFrameLocator> DrawnByAsync(string code)
        {
            var before = await page.Runs.CountAsync();
            await program.RunCodeAsync(code);
            return page.Runs.Nth(before).FrameLocator("iframe");
        }
    }
}
