using Microsoft.Playwright;

namespace Ide.E2E.Browsing;

/// <summary>The editor of a sandbox page: its groups, their tabs, and what they show.</summary>
internal sealed class EditorPage(IPage page)
{
    private ILocator Room { get; } = page.GetByTestId("editor");

    public ILocator Groups => Room.Locator(".editor-group");

    public ILocator Tabs => Room.GetByRole(AriaRole.Tab);

    public ILocator Preview => Room.Locator(".preview-host:visible");

    public ILocator Comparison => Room.Locator(".comparison");

    /// <summary>The lines that a group's text shows.</summary>
    public ILocator Lines(int group = 0) => Groups.Nth(group).Locator(".editor-surface > .editor-host .view-lines").First;

    public ILocator Tab(string name, int group = 0) => Groups.Nth(group).Locator($".tab[data-path='/workspace/{name}']");

    /// <summary>Opens a file from the explorer to type in it, and waits until it is in front.</summary>
    public async Task OpenAsync(string name)
    {
        await page.GetByTestId("explorer").Locator($"[data-path='/workspace/{name}']").DblClickAsync();
        await Assertions.Expect(Room).ToHaveAttributeAsync("data-path", $"/workspace/{name}");
    }

    /// <summary>Types at the end of the text in front, once it is there and has the keyboard.</summary>
    public async Task TypeAtEndAsync(string text)
    {
        await Room.Locator(".monaco-editor :focus").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>What the browser keeps of unsaved text, once it is kept.</summary>
    public Task KeepsDraftAsync(string part) => page.WaitForFunctionAsync(
        """
        part => new Promise(resolve => {
          const opening = indexedDB.open("ide");
          opening.onsuccess = () => {
            const all = opening.result.transaction("drafts").objectStore("drafts").getAll();
            all.onsuccess = () => resolve(all.result.some(draft => draft.text.includes(part)));
          };
        })
        """,
        part);
}
