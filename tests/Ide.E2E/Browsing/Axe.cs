using System.Text.Json;
using Ide.E2E.Product;
using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>axe-core on a page as it stands.</summary>
internal static class Axe
{
    private static readonly Lazy<string> Source = new(() => File.ReadAllText(Published.InRepository("node_modules/axe-core/axe.min.js")));

    /// <summary>What axe calls serious or critical, each as rule and place; empty is good.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string state)
    {
        // What stands in a frame of its own belongs to the code that was run. As the debugger's evaluation, which the page's policy does not concern.
        await page.EvaluateAsync($"{Source.Value};undefined");
        var faults = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ["violations"], iframes: false })).violations
              .filter(({ impact }) => impact === "serious" || impact === "critical")
              .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`))
            """);
        return [.. faults.EnumerateArray().Select(fault => $"{state}: {fault.GetString()}")];
    }
}
