using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Ide.Web.Ui;

/// <summary>One entry of a menu.</summary>
/// <param name="Refusal">Why it cannot be chosen; null when it can.</param>
public sealed record MenuItem(string Text, string Icon, Func<Task> RunAsync, string? Refusal = null, bool IsDanger = false);

/// <summary>A context menu. It exists while it is open.</summary>
public sealed partial class Menu : ComponentBase
{
    private ElementReference[] _buttons = [];
    private int _focused;

    [Parameter, EditorRequired]
    public required IReadOnlyList<MenuItem> Items { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Where it opens, in pixels of the window.</summary>
    [Parameter]
    public double X { get; set; }

    [Parameter]
    public double Y { get; set; }

    [Parameter]
    public EventCallback OnClosed { get; set; }

    protected override void OnParametersSet()
    {
        // Drawn again, also with other items, the buttons that there are stay, and nobody tells them a second time.
        if (_buttons.Length < Items.Count)
        {
            Array.Resize(ref _buttons, Items.Count);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _focused = Math.Max(0, Items.ToList().FindIndex(static item => item.Refusal is null));
            await FocusAsync();
        }
    }

    private async Task MoveAsync(KeyboardEventArgs keys)
    {
        switch (keys.Key)
        {
            case "Escape" or "Tab":
                await OnClosed.InvokeAsync();
                break;
            case "ArrowDown":
                _focused = (_focused + 1) % Items.Count;
                await FocusAsync();
                break;
            case "ArrowUp":
                _focused = (_focused + Items.Count - 1) % Items.Count;
                await FocusAsync();
                break;
        }
    }

    private async Task ChooseAsync(MenuItem item)
    {
        await OnClosed.InvokeAsync();
        await item.RunAsync();
    }

    private async Task FocusAsync()
    {
        if (Items.Count > 0)
        {
            await _buttons[_focused].FocusAsync();
        }
    }
}
