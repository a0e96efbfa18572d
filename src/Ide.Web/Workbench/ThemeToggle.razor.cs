using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Workbench;

/// <summary>Goes round the themes: the system's, light, dark. Each browser keeps its own choice.</summary>
public sealed partial class ThemeToggle(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Workbench/ThemeToggle.razor.js");
    private ElementReference _host;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host);
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
