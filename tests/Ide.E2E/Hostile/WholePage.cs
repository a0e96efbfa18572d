using System.Text.Json;
using Microsoft.Playwright;

namespace Ide.E2E.Hostile;

/// <summary>A sandbox page that whatever is shown in it has done nothing to.</summary>
internal static class WholePage
{
    /// <summary>The page is what it was: nothing has run in it, and nothing covers it.</summary>
    public static async Task IsAsync(IPage page, string title)
    {
        var state = await page.EvaluateAsync<JsonElement>(
            """
            () => {
              const links = [];
              const collect = root => root.querySelectorAll("*").forEach(each => {
                if (each.shadowRoot) collect(each.shadowRoot);
                for (const name of ["href", "xlink:href", "src", "action", "formaction"]) {
                  if (/^\s*(javascript|vbscript|data:text)/i.test(each.getAttribute(name) ?? "")) links.push(each.outerHTML.slice(0, 200));
                }
                for (const { name } of each.attributes) if (/^on/i.test(name)) links.push(each.outerHTML.slice(0, 200));
              });
              collect(document);
              const bar = document.querySelector("[data-testid=connection-state]").getBoundingClientRect();
              const top = document.elementFromPoint(bar.x + bar.width / 2, bar.y + bar.height / 2);
              return {
                hostile: window.hostile ?? Object.prototype.hostile ?? null,
                links,
                covered: !top.closest("[data-testid=connection-state]"),
                frames: [...document.querySelectorAll("iframe")].map(each => [each.getAttribute("sandbox"), new URL(each.src).pathname.split("/").slice(0, 3).join("/")].join(" ")),
                clobbered: typeof document.getElementById !== "function" || !(document.body instanceof HTMLBodyElement),
              };
            }
            """);
        Assert.Equal(JsonValueKind.Null, state.GetProperty("hostile").ValueKind);
        Assert.Equal("[]", state.GetProperty("links").GetRawText());
        Assert.False(state.GetProperty("covered").GetBoolean());
        Assert.False(state.GetProperty("clobbered").GetBoolean());
        Assert.All(state.GetProperty("frames").EnumerateArray(), frame => Assert.Equal("allow-scripts /outputs/frames", frame.GetString()));
        Assert.Equal(title, await page.TitleAsync());
        await Assertions.Expect(page.GetByTestId("connection-state")).ToHaveAttributeAsync("data-state", "live");
    }
}
