using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Workbench.Status;

/// <summary>The sandbox, one's role, runs, the cursor, and what the sandbox uses, at the foot of the page.</summary>
public sealed partial class StatusItems(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Workbench/Status/StatusItems.razor.js");
    private ElementReference _runs;
    private ElementReference _cursor;
    private ElementReference _language;
    private ElementReference _stats;
    private ElementReference _resources;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    /// <summary>What runs go into, left of how many there are.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(View, _runs, _cursor, _language, _stats, _resources);
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
