using Microsoft.JSInterop;

namespace Ide.Web.Ui;

/// <summary>
/// A component's TypeScript module, mounted: the component's half of <c>mount(…) → handle</c>. The browser may be gone at
/// any time, and then there is nothing left to let go. So may the component, while its module is on its way: a dialog that is
/// closed as soon as it opened. Then nothing is mounted, since its element is gone, and what was mounted is let go.
/// </summary>
internal sealed class Island(IJSRuntime js, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _handle;
    private bool _isOver;

    /// <summary>Loads the module and mounts it. Call it after the first render.</summary>
    public async Task MountAsync(params object?[] arguments)
    {
        try
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", path);
            if (!_isOver)
            {
                _handle = await _module.InvokeAsync<IJSObjectReference>("mount", arguments);
            }
        }
        catch (JSDisconnectedException)
        {
            // The page went while it was being made.
        }

        if (_isOver)
        {
            await DisposeAsync();
        }
    }

    /// <summary>Calls the mounted handle; nothing happens before it is mounted.</summary>
    public async Task InvokeAsync(string method, params object?[] arguments)
    {
        if (_handle is not null)
        {
            try
            {
                await _handle.InvokeVoidAsync(method, arguments);
            }
            catch (JSDisconnectedException)
            {
                // Nobody is there to see it.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        var (handle, module) = (_handle, _module);
        (_handle, _module) = (null, null);
        try
        {
            if (handle is not null)
            {
                await handle.InvokeVoidAsync("dispose");
                await handle.DisposeAsync();
            }

            if (module is not null)
            {
                await module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser's objects went with it.
        }
    }
}
