using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Ide.Web.Terminals;

/// <summary>The sandbox's terminals as tabs. Which there are comes from the module, which asks the sandbox.</summary>
public sealed partial class TerminalsPane(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Terminals/TerminalsPane.razor.js");
    private ElementReference _host;
    private ElementReference _strip;
    private DotNetObjectReference<TerminalsPane>? _self;
    private IReadOnlyList<TerminalTab> _tabs = [];
    private string? _active;
    private string? _made;
    private bool _showsAll;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    /// <summary>
    /// The module tells which terminals there are, which one is looked at, and which one this person has made last.
    /// </summary>
    [JSInvokable]
    public Task ShowTerminalsAsync(TerminalTab[] tabs, string? active, string? made)
    {
        _made = made;
        _tabs = tabs;
        _active = active;
        if (!_showsAll)
        {
            // What is looked at is mounted, and connects, before the others.
            StateHasChanged();
            _showsAll = true;
        }

        StateHasChanged();
        return Task.CompletedTask;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _island.MountAsync(_host, _strip, View, _self);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _island.DisposeAsync();
        _self?.Dispose();
    }

    private static string ClassOf(TerminalTab tab) => (tab.Exited ? "exited " : "") + (tab.Place is null ? "" : "beside");

    private Task ActivateAsync(string id) => _island.InvokeAsync("activate", id);

    private Task CloseAsync(TerminalTab tab) => _island.InvokeAsync("close", tab.Id);
}
