using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Workbench;

/// <summary>
/// The frame that the views of a sandbox page stand in. Which are shown, and how large, is the browser's own affair: the
/// module keeps it, and no rendering here touches it.
/// </summary>
public sealed partial class WorkbenchFrame(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Workbench/WorkbenchFrame.razor.js");
    private ElementReference _host;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment TopBar { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment Editor { get; set; }

    /// <summary>The views of the bar on the left, one shown at a time; in the rail's order.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WorkbenchPart> Side { get; set; }

    /// <summary>The views below the editor.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WorkbenchPart> Panel { get; set; }

    /// <summary>The views on the right.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WorkbenchPart> Aside { get; set; }

    [Parameter]
    public RenderFragment? Status { get; set; }

    /// <summary>What stands at the foot of the rail.</summary>
    [Parameter]
    public RenderFragment? RailEnd { get; set; }

    private WorkbenchParts Parts => field ??= new(Side, Panel, Aside);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, View);
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
