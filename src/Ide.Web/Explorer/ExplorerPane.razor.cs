using Ide.Core.Protocol.Files;
using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Ide.Web.Explorer;

/// <summary>The tree of the sandbox's files. What changes them, by whomever, shows by itself.</summary>
public sealed partial class ExplorerPane(IJSRuntime js) : IAsyncDisposable
{
    private readonly Island _island = new(js, "./Explorer/ExplorerPane.razor.js");
    private readonly CancellationTokenSource _ending = new();
    private readonly TypeAhead _typeAhead = new(TimeProvider.System);
    private ExplorerState _state = null!;
    private ElementReference _host;
    private ElementReference _more;
    private ElementReference _uploads;
    private DotNetObjectReference<ExplorerPane>? _self;

    [Parameter, EditorRequired]
    public required WorkbenchView View { get; set; }

    [Parameter, EditorRequired]
    public required IExplorerFiles Files { get; set; }

    [CascadingParameter]
    public required WorkbenchState Workbench { get; set; }

    /// <summary>The module heard that files changed; everything since its last call. <c>/</c>: too much to be told.</summary>
    [JSInvokable]
    public Task FilesChangedAsync(string[] paths) => InvokeAsync(() => paths is ["/"] ? LoadAsync() : _state.RefreshForAsync(
        paths.Select(static path => SandboxPath.TryParse(path, out var parsed) ? parsed : SandboxPath.Workspace), _ending.Token));

    [JSInvokable]
    public Task ShowHiddenAsync(bool shown) => InvokeAsync(() => _state.ShowHidden(shown));

    /// <summary>Somebody wants to see where the file in the editor is.</summary>
    [JSInvokable]
    public Task RevealAsync(string path) => InvokeAsync(async () =>
    {
        if (SandboxPath.TryParse(path, out var parsed) && await _state.RevealAsync(parsed, _ending.Token) is not null)
        {
            await ScrollToSelectedAsync();
            await _host.FocusAsync(preventScroll: true);
        }
    });

    /// <summary>Another file has come to the front in the editor: the tree shows where it is, unless its person is in the middle of something.</summary>
    [JSInvokable]
    public Task FollowAsync(string path) => InvokeAsync(async () =>
    {
        if (_menu is null && SandboxPath.TryParse(path, out var parsed) && await _state.FollowAsync(parsed, _ending.Token))
        {
            await ScrollToSelectedAsync();
        }
    });

    /// <summary>A name was being typed when the page was loaded anew.</summary>
    /// <param name="edit">As <see cref="NameEdit.Text"/> has it.</param>
    [JSInvokable]
    public Task TakeUpAsync(string edit) => InvokeAsync(async () =>
    {
        if (View.CanEdit && NameEdit.TryParse(edit, out var parsed))
        {
            await _state.TakeUpAsync(parsed, _ending.Token);
            await ScrollToSelectedAsync();
        }
    });

    /// <summary>The menu key was pressed in the tree; the place is that of the selected row.</summary>
    [JSInvokable]
    public Task OpenMenuAsync(double x, double y) => InvokeAsync(() => OpenMenuAt(x, y, _state.SelectedRow));

    /// <summary>What can be done with no file in particular was asked for; the place is that of the button.</summary>
    [JSInvokable]
    public Task OpenMoreAsync(double x, double y) => InvokeAsync(() =>
    {
        _state.Select(null);
        OpenMenuAt(x, y, null);
    });

    protected override void OnInitialized()
    {
        _state = new(Files);
        _state.Changed += StateHasChanged;
        _state.EditLost += TellLost;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await _island.MountAsync(_host, _uploads, View, _self);
            await LoadAsync();
            await _island.InvokeAsync("takeUp");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _state.Changed -= StateHasChanged;
        _state.EditLost -= TellLost;
        await _ending.CancelAsync();
        await _island.DisposeAsync();
        _self?.Dispose();
        _ending.Dispose();
    }

    private bool HasItems => _state.Rows.Count > 0 || _state.Edit is not null;

    private Task LoadAsync() => _state.LoadAsync(_ending.Token);

    private Task ClickAsync(MouseEventArgs pointer, ExplorerRow row)
    {
        if (pointer.CtrlKey || pointer.MetaKey)
        {
            _state.ToggleSelection(row.Path);
            return Task.CompletedTask;
        }

        if (pointer.ShiftKey)
        {
            _state.ExtendSelection(row.Path);
            return Task.CompletedTask;
        }

        // The second click of two goes to the text; one alone leaves the keyboard in the tree, to rename or to go on.
        return row.IsFolder && pointer.Detail > 1 ? Task.CompletedTask : ChooseAsync(row, takesKeyboard: pointer.Detail > 1);
    }

    private Task ChooseAsync(ExplorerRow row, bool takesKeyboard)
    {
        if (row.IsFolder)
        {
            return _state.ToggleAsync(row.Path, _ending.Token);
        }

        _state.Select(row.Path);
        return Workbench.OpenFileAsync(row.Path.Value, takesKeyboard);
    }

    private async Task KeyAsync(KeyboardEventArgs keys)
    {
        if (_state.Edit is not null)
        {
            return;
        }

        if (ExplorerKeys.CommandOf(keys.Key, keys.CtrlKey || keys.MetaKey, keys.ShiftKey, keys.AltKey) is { } command)
        {
            await RunAsync(command);
        }
        else if (keys is { CtrlKey: true, Key: " " } && _state.Selected is { } at)
        {
            _state.ToggleSelection(at);
        }
        else if (keys is { Key.Length: 1, CtrlKey: false, AltKey: false, MetaKey: false } and not { Key: " " })
        {
            await GoToAsync(_typeAhead.Next(keys.Key, _state.Rows, _state.SelectedRow is { } row ? _state.Rows.ToList().IndexOf(row) : -1)?.Path, extends: false);
        }
        else if (keys is { CtrlKey: false, AltKey: false, MetaKey: false })
        {
            var move = ExplorerKeys.Next(keys.Key, _state.Rows, _state.Selected);
            await GoToAsync(move.Select, keys.ShiftKey);
            await (move.Choose is { } chosen ? ChooseAsync(chosen, takesKeyboard: true) : Task.CompletedTask);
        }
    }

    private async Task GoToAsync(SandboxPath? path, bool extends)
    {
        if (path is { } known)
        {
            (extends ? (Action<SandboxPath>)_state.ExtendSelection : row => _state.Select(row))(known);
            await ScrollToSelectedAsync();
        }
    }

    private Task ScrollToSelectedAsync() => ScrollToAsync(_state.Selected);

    /// <summary>A field for a name stands in or below a row, and rows that are out of sight are not drawn.</summary>
    private Task ScrollToAsync(SandboxPath? path) => _island.InvokeAsync("reveal", _state.Rows.ToList().FindIndex(row => row.Path == path));

    private void TellLost(string name) =>
        _ = FailAsync([$"{ShownText.Of(name)} has been renamed or deleted by somebody else meanwhile."]); // what goes wrong there goes with the page

    private Task FailAsync(IReadOnlyList<string> failures)
    {
        const int most = 3;
        return failures.Count == 0 ? Task.CompletedTask : _island.InvokeAsync(
            "fail", string.Join(" ", failures.Take(most).Select(ShownText.Of)) + (failures.Count > most ? $" And {failures.Count - most} more." : ""));
    }

    private static string? IdOf(SandboxPath? path) =>
        path is { } known ? $"file-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(known.Value))}" : null;
}
