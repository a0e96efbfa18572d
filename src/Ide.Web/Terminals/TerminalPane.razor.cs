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
    private bool _wasActive;

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

    /// <summary>Takes the keyboard as soon as it is there: its reader has just asked for it.</summary>
    [Parameter]
    public bool TakesFocus { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _island.MountAsync(_host, View, Id);
            if (TakesFocus)
            {
                await _island.InvokeAsync("focus");
            }
        }
        else if (IsActive && !_wasActive)
        {
            await _island.InvokeAsync("focus");
        }

        _wasActive = IsActive;
    }

    public ValueTask DisposeAsync() => _island.DisposeAsync();
}
