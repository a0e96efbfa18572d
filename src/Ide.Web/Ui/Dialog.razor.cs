using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Ui;

/// <summary>A modal dialog. Its content exists while it is open only, so that it starts fresh each time.</summary>
public sealed partial class Dialog(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Ui/Dialog.razor.js");
    private readonly string _titleId = $"dialog-{Guid.NewGuid():n}";
    private ElementReference _dialog;
    private DotNetObjectReference<Dialog>? _self;
    private bool _isMounted;
    private bool _isOpen;
    private bool _isShown;

    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <summary>
    /// The name by which it is open again, with what was typed into its fields that have a <c>data-keep</c>, when the page had
    /// to be loaded anew; null for one that is then closed.
    /// </summary>
    [Parameter]
    public string? Kept { get; set; }

    /// <summary>Called whichever way it was closed.</summary>
    [Parameter]
    public EventCallback OnClosed { get; set; }

    public bool IsOpen => _isOpen;

    /// <summary>Opens it with the next render, when what is in it is there to take the keyboard.</summary>
    [JSInvokable]
    public Task OpenAsync()
    {
        _isOpen = true;
        StateHasChanged();
        return Task.CompletedTask;
    }

    public Task CloseAsync() => _island.InvokeAsync("close");

    /// <summary>The browser has closed it: by Escape, by us.</summary>
    [JSInvokable]
    public async Task ClosedAsync()
    {
        _isOpen = _isShown = false;
        StateHasChanged();
        await OnClosed.InvokeAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _island.MountAsync(_dialog, _self, Kept);
            _isMounted = true;
        }

        // Somebody may be quicker than the module's download.
        if (_isMounted && _isOpen && !_isShown)
        {
            _isShown = true;
            await _island.InvokeAsync("show");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _island.DisposeAsync();
        _self?.Dispose();
    }
}
