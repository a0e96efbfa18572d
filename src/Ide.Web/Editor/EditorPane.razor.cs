using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Editor;

/// <summary>The editor's place in the page. What is open, and all text, is the module's own affair.</summary>
public sealed partial class EditorPane(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Editor/EditorPane.razor.js");
    private ElementReference _host;
    private bool _isMounted;
    private (string Path, bool TakesKeyboard)? _wanted;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [CascadingParameter]
    public required WorkbenchState Workbench { get; set; }

    protected override void OnInitialized()
    {
        Workbench.FileOpening += OpenAsync;
        Workbench.FileRenamed += RenameAsync;
        Workbench.FileDeleted += DeleteAsync;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, View);
            _isMounted = true;
            if (_wanted is { } wanted)
            {
                await OpenAsync(wanted.Path, wanted.TakesKeyboard);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Workbench.FileOpening -= OpenAsync;
        Workbench.FileRenamed -= RenameAsync;
        Workbench.FileDeleted -= DeleteAsync;
        await _island.DisposeAsync();
    }

    /// <summary>What is chosen while the module is still being loaded opens when it is there: the latest of it.</summary>
    private Task OpenAsync(string path, bool takesKeyboard)
    {
        _wanted = _isMounted ? null : (path, takesKeyboard);
        return _isMounted ? _island.InvokeAsync("open", path, takesKeyboard) : Task.CompletedTask;
    }

    private Task RenameAsync(string from, string to) => _island.InvokeAsync("renamed", from, to);

    private Task DeleteAsync(string path) => _island.InvokeAsync("deleted", path);
}
