using System.Text.Json;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>axe-core on a page as it stands.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Published.InRepository("node_modules/axe-core/axe.min.js")));

    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    /// <summary>What axe calls serious or critical, each as rule and place; empty is good.</summary>
    /// <param name="ofColours">Only what a theme can change.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string state, bool ofColours = false)
    {
        // What stands in a frame of its own belongs to the code that was run. As the debugger's evaluation, which the page's policy does not concern.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync($"{Source.Value};undefined");
        }

        var faults = await page.EvaluateAsync<JsonElement>(
            """
            async rules => (await axe.run(document, { resultTypes: ["violations"], iframes: false, ...(rules && { runOnly: rules }) })).violations
              .filter(({ impact }) => impact === "serious" || impact === "critical")
              .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`))
            """,
            ofColours ? OfColours : null);
        return [.. faults.EnumerateArray().Select(fault => $"{state}: {fault.GetString()}")];
    }
}
