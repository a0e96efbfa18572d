using Ide.Web.Ui;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Workbench;

/// <summary>
/// A component that is one element and the module of its own name, which fills that element: <c>mount(host, view)</c>. Nothing of
/// what it shows passes here.
/// </summary>
public abstract class WorkbenchIsland : ComponentBase, IAsyncDisposable
{
    private Island? _island;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    /// <summary>The element, by <c>@ref</c>.</summary>
    protected ElementReference Host { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _island = new(Js, ModuleOf(GetType()));
            await _island.MountAsync(Host, View);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_island is not null)
        {
            await _island.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Folders are namespaces: <c>Ide.Web.Outputs.OutputPane</c> is <c>./Outputs/OutputPane.razor.js</c>.</summary>
    private static string ModuleOf(Type component) => $"./{component.FullName!["Ide.Web.".Length..].Replace('.', '/')}.razor.js";
}
