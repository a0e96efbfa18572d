using Ide.Core.Protocol.Files;
using Ide.Web.Ui;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace Ide.Web.Explorer;

/// <summary>What can be done with what is selected: by menu, by key, by the page's commands, by dragging.</summary>
public sealed partial class ExplorerPane
{
    private ClashDialog _clashes = null!;
    private Dialog _deleteDialog = null!;
    private IReadOnlyList<ExplorerRow> _deleting = [];
    private OpenedMenu? _menu;
    private (IReadOnlyList<ExplorerRow> Rows, bool IsCut) _clipboard = ([], false);

    /// <summary>Does what a command names. Who may change nothing is refused here, and by the sandbox anyway.</summary>
    [JSInvokable]
    public Task RunAsync(string command) => InvokeAsync(() => View.CanEdit || !Changes(command) ? PerformAsync(command) : Task.CompletedTask);

    /// <summary>Rows were dragged to a folder: the whole selection, when they are of it.</summary>
    [JSInvokable]
    public Task DropAsync(string path, string folder, bool isCopy) => InvokeAsync(async () =>
    {
        if (View.CanEdit && SandboxPath.TryParse(folder, out var target) && _state.Rows.FirstOrDefault(row => row.Path.Value == path) is { } dragged)
        {
            await TransferAsync(_state.Selection.With(dragged, _state.Rows), target, isCopy);
        }
    });

    private static bool Changes(string command) => command is not (
        ExplorerCommands.Copy or ExplorerCommands.CopyPath or ExplorerCommands.Download or ExplorerCommands.Refresh
        or ExplorerCommands.CollapseAll or ExplorerCommands.SelectAll or ExplorerCommands.ForgetCut);

    private Task PerformAsync(string command) => (command, _state.SelectedRow) switch
    {
        (ExplorerCommands.NewFile, _) => BeginNewAsync(isFolder: false),
        (ExplorerCommands.NewFolder, _) => BeginNewAsync(isFolder: true),
        (ExplorerCommands.Upload, _) => _island.InvokeAsync("pick", _state.TargetFolder.Value, false),
        (ExplorerCommands.UploadFolder, _) => _island.InvokeAsync("pick", _state.TargetFolder.Value, true),
        (ExplorerCommands.Refresh, _) => LoadAsync(),
        (ExplorerCommands.CollapseAll, _) => Do(_state.CollapseAll),
        (ExplorerCommands.SelectAll, _) => Do(_state.SelectAll),
        (ExplorerCommands.ForgetCut, _) => Do(() => _clipboard = ([], false)),
        (ExplorerCommands.Paste, _) => PasteAsync(),
        (ExplorerCommands.Rename, { } row) => Do(() => _state.BeginRename(row)),
        (ExplorerCommands.Delete, { } row) => AskDeleteAsync(With(row)),
        (ExplorerCommands.Cut, { } row) => Do(() => _clipboard = (With(row), true)),
        (ExplorerCommands.Copy, { } row) => Do(() => _clipboard = (With(row), false)),
        (ExplorerCommands.Duplicate, { } row) => TransferAsync(With(row), row.Path.Parent, isCopy: true),
        (ExplorerCommands.Download, { } row) => DownloadAsync(With(row)),
        (ExplorerCommands.CopyPath, { } row) => _island.InvokeAsync("copyText", string.Join('\n', With(row).Select(static each => each.Path.Value))),
        _ => _island.InvokeAsync("tell", "Select a file or folder first."),
    };

    private IReadOnlyList<ExplorerRow> With(ExplorerRow row) => _state.Selection.With(row, _state.Rows);

    private bool IsCut(ExplorerRow row) => _clipboard.IsCut && _clipboard.Rows.Any(other => other.Path == row.Path);

    private async Task BeginNewAsync(bool isFolder)
    {
        await _state.BeginNewAsync(isFolder, _ending.Token);
        await ScrollToAsync(_state.Edit?.Folder);
    }

    private Task Do(Action action)
    {
        action();
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task PasteAsync()
    {
        var (rows, isCut) = _clipboard;
        if (isCut)
        {
            _clipboard = ([], false);
        }

        await TransferAsync(rows, _state.TargetFolder, isCopy: !isCut);
    }

    private async Task TransferAsync(IReadOnlyList<ExplorerRow> rows, SandboxPath folder, bool isCopy)
    {
        var transfer = new Transfer(Files, _clashes.AskAsync);
        await transfer.RunAsync(rows, folder, isCopy, _ending.Token);
        foreach (var (from, to) in isCopy ? [] : transfer.Done)
        {
            await Workbench.TellRenamedAsync(from.Value, to.Value);
        }

        await _state.RefreshForAsync(transfer.Done.SelectMany(static done => new[] { done.From, done.To }), _ending.Token);
        if (transfer.Done.Count > 0)
        {
            await _state.RevealAsync(transfer.Done[^1].To, _ending.Token);
            await ScrollToSelectedAsync();
        }

        await FailAsync(transfer.Failures);
    }

    private Task DownloadAsync(IReadOnlyList<ExplorerRow> rows) =>
        _island.InvokeAsync("download", rows.Select(static row => row.Path.Value).ToArray(), rows is not [{ IsFolder: false }]);

    private Task NameShownAsync() => _island.InvokeAsync("beginName");

    private async Task CommitAsync(string name)
    {
        var renamed = _state.Edit?.Renames;
        var isNewFile = _state.Edit is { IsFolder: false, Renames: null };
        if (await _state.CommitEditAsync(name, _ending.Token) is { } path)
        {
            await (renamed is { } from ? Workbench.TellRenamedAsync(from.Value, path.Value) : Task.CompletedTask);
            await (isNewFile ? Workbench.OpenFileAsync(path.Value, takesKeyboard: true) : _host.FocusAsync(preventScroll: true).AsTask());
        }
        else if (_state.Edit is null)
        {
            await _host.FocusAsync(preventScroll: true);
        }
    }

    private async Task CancelAsync()
    {
        _state.CancelEdit();
        await _host.FocusAsync(preventScroll: true);
    }

    private Task AskDeleteAsync(IReadOnlyList<ExplorerRow> rows)
    {
        _deleting = rows;
        StateHasChanged();
        return _deleteDialog.OpenAsync();
    }

    private async Task DeleteAsync()
    {
        await _deleteDialog.CloseAsync();
        var (deleted, failures) = await _state.DeleteAsync(_deleting, _ending.Token);
        await FailAsync(failures);
        foreach (var path in deleted)
        {
            await Workbench.TellDeletedAsync(path.Value);
        }
    }

    private void OpenMenu(MouseEventArgs pointer, ExplorerRow? row)
    {
        if (row is null || !_state.Selection.Contains(row.Path))
        {
            _state.Select(row?.Path);
        }

        OpenMenuAt(pointer.ClientX, pointer.ClientY, row);
    }

    private void OpenMenuAt(double x, double y, ExplorerRow? row)
    {
        _menu = new(x, y, ItemsFor(row));
        StateHasChanged();
    }

    private async Task CloseMenuAsync()
    {
        _menu = null;
        StateHasChanged();
        await _host.FocusAsync(preventScroll: true);
    }

    private List<MenuItem> ItemsFor(ExplorerRow? row)
    {
        var many = row is null ? 0 : With(row).Count;
        List<MenuItem> items = [Item("New file", "file-plus", ExplorerCommands.NewFile), Item("New folder", "folder-plus", ExplorerCommands.NewFolder)];
        if (row is not null)
        {
            items.Add(Item("Rename", "pencil", ExplorerCommands.Rename));
            items.Add(Item("Duplicate", "layers", ExplorerCommands.Duplicate));
            items.Add(Item("Cut", "scissors", ExplorerCommands.Cut));
            items.Add(Item("Copy", "copy", ExplorerCommands.Copy));
        }

        if (_clipboard.Rows.Count > 0)
        {
            items.Add(Item("Paste", "clipboard", ExplorerCommands.Paste));
        }

        items.Add(Item("Upload files", "upload", ExplorerCommands.Upload));
        items.Add(Item("Upload a folder", "upload", ExplorerCommands.UploadFolder));
        if (row is not null)
        {
            items.Add(Item(row.IsFolder || many > 1 ? "Download as zip" : "Download", "download", ExplorerCommands.Download));
            items.Add(Item("Copy path", "link", ExplorerCommands.CopyPath));
            items.Add(Item(many > 1 ? $"Delete these {many}" : "Delete", "trash-2", ExplorerCommands.Delete) with { IsDanger = true });
        }
        else
        {
            items.Add(Item("Refresh", "refresh-cw", ExplorerCommands.Refresh));
            items.Add(new(_state.ShowsHidden ? "Hide hidden files" : "Show hidden files", "eye", () => _island.InvokeAsync("toggleHidden")));
        }

        return items;
    }

    private MenuItem Item(string text, string icon, string command) =>
        new(text, icon, () => RunAsync(command), View.CanEdit || !Changes(command) ? null : WorkbenchView.ViewerReason);

    private sealed record OpenedMenu(double X, double Y, IReadOnlyList<MenuItem> Items);
}
