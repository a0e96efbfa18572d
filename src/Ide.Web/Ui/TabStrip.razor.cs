using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Ide.Web.Ui;

/// <summary>Tabs that are chosen, closed and gone through by keyboard: arrows move, Delete and the wheel's button close.</summary>
public sealed partial class TabStrip<TTab> : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<TTab> Tabs { get; set; }

    [Parameter, EditorRequired]
    public required Func<TTab, string> Key { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<TTab> TabTemplate { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The key of the tab that is shown.</summary>
    [Parameter]
    public string? Active { get; set; }

    [Parameter]
    public Func<TTab, string> Tooltip { get; set; } = static tab => tab?.ToString() ?? "";

    [Parameter]
    public Func<TTab, string> Class { get; set; } = static _ => "";

    [Parameter]
    public Func<TTab, bool> CanClose { get; set; } = static _ => true;

    [Parameter]
    public EventCallback<TTab> OnActivate { get; set; }

    [Parameter]
    public EventCallback<TTab> OnClose { get; set; }

    private async Task MoveAsync(KeyboardEventArgs keys, TTab tab)
    {
        var at = Tabs.ToList().FindIndex(other => Key(other) == Key(tab));
        switch (keys.Key)
        {
            case "ArrowLeft" when at > 0:
                await OnActivate.InvokeAsync(Tabs[at - 1]);
                break;
            case "ArrowRight" when at < Tabs.Count - 1:
                await OnActivate.InvokeAsync(Tabs[at + 1]);
                break;
            case "Delete" when CanClose(tab):
                await OnClose.InvokeAsync(tab);
                break;
        }
    }

    private Task CloseByWheelAsync(MouseEventArgs pointer, TTab tab)
    {
        const int wheel = 1;
        return pointer.Button == wheel && CanClose(tab) ? OnClose.InvokeAsync(tab) : Task.CompletedTask;
    }
}
