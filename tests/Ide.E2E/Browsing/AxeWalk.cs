using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>Goes with a journey and collects what axe finds in the states that it comes to.</summary>
internal sealed class AxeWalk(IPage page)
{
    private const string First = "light";
    private static readonly string[] Themes = [First, "dark", "contrast"];

    public List<string> Faults { get; } = [];

    public async Task CheckAsync(string state) => Faults.AddRange(await Axe.FaultsAsync(page, state));

    public async Task InAllThemesAsync(string state)
    {
        foreach (var theme in Themes)
        {
            // As another tab's settings would.
            await page.EvaluateAsync(
                """
                theme => {
                  document.documentElement.dataset.theme = theme;
                  localStorage.setItem("ide.settings", JSON.stringify({ theme }));
                  window.dispatchEvent(new StorageEvent("storage", { key: "ide.settings" }));
                }
                """,
                theme);
            // Names, roles and order are the same in all of them.
            Faults.AddRange(await Axe.FaultsAsync(page, $"{state}, {theme}", ofColours: theme != First));
        }
    }
}
