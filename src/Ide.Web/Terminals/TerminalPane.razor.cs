using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Terminals;

/// <summary>Mounts xterm.js on a terminal. Bytes travel on the terminal's own WebSocket, not on the circuit.</summary>
public sealed partial class TerminalPane(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Terminals/TerminalPane.razor.js");
    private ElementReference _host;
    private bool _isKnown;
    private bool _wasActive;
    private bool _tookFocus;
    private bool _isMounted;
    private bool _owesFocus;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>From the left, among those that are shown side by side; null: another one has the room.</summary>
    [Parameter]
    public int? Place { get; set; }

    /// <summary>It is the one that tabs and commands mean.</summary>
    [Parameter]
    public bool IsActive { get; set; }

    /// <summary>
    /// Takes the keyboard as soon as it is there: its reader has just asked for it. May be said later than the terminal is
    /// shown, when the stream tells of it before the server has answered who made it.
    /// </summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    protected override void OnParametersSet()
    {
        _owesFocus |= (TakesFocus && !_tookFocus) || (_isKnown && IsActive && !_wasActive);
        (_isKnown, _wasActive, _tookFocus) = (true, IsActive, TakesFocus);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, View, Id);
            _isMounted = true;
        }

        if (_isMounted && _owesFocus)
        {
            _owesFocus = false;
            await _island.InvokeAsync("focus");
        }
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
