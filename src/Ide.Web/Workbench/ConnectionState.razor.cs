using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Workbench;

/// <summary>Says how the page's connection stands. Drawn by its module, since it must speak when the circuit cannot.</summary>
public sealed partial class ConnectionState(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Workbench/ConnectionState.razor.js");
    private ElementReference _host;
    private ElementReference _banner;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, _banner, View);
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
