using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Web.Ui;

namespace Ide.Web.Explorer;

/// <summary>
/// The tree of one page: which folders are open, what is in them as last listed, what is selected. Folders are listed when
/// they are opened, and again when something in them changes; what is not open is not asked for.
/// </summary>
public sealed class ExplorerState(IExplorerFiles files)
{
    private readonly FolderListings _listings = new(files);
    private readonly HashSet<SandboxPath> _open = [SandboxPath.Workspace];
    private List<ExplorerRow> _rows = [];
    private bool _isCommitting;

    /// <summary>Called after anything that a view shows has changed.</summary>
    public event Action? Changed;

    /// <summary>What somebody was giving a new name, or the folder that a new entry was to go into, is not there any more.</summary>
    public event Action<string>? EditLost;

    /// <summary>What is shown, from top to bottom.</summary>
    public IReadOnlyList<ExplorerRow> Rows => _rows;

    public ExplorerSelection Selection { get; } = new();

    /// <summary>Where the keyboard is.</summary>
    public SandboxPath? Selected => Selection.Active;

    public ExplorerRow? SelectedRow => _rows.Find(row => row.Path == Selected);

    public NameEdit? Edit { get; private set; }

    /// <summary>Whether names that begin with a dot are shown.</summary>
    public bool ShowsHidden { get; private set; } = true;

    /// <summary>A folder that is shown has more than the sandbox lists.</summary>
    public bool IsCutShort => _open.Any(_listings.IsCutShort);

    /// <summary>False until the root has been listed once.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Why the files cannot be shown; null while they can.</summary>
    public string? Failure { get; private set; }

    /// <summary>The folder that a new entry goes into: the selected one, or the one that the selected file is in.</summary>
    public SandboxPath TargetFolder =>
        SelectedRow is not { } row ? SandboxPath.Workspace
        : row.IsFolder ? row.Path
        : row.Path.Parent;

    /// <summary>Lists everything that is open again; what cannot be reached is said in <see cref="Failure"/>.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _listings.ListAsync(SandboxPath.Workspace, cancellationToken);
            Failure = null;
            IsLoaded = true;
            await RefreshAsync([.. _open.Where(static folder => folder != SandboxPath.Workspace)], cancellationToken);
        }
        catch (AgentException exception)
        {
            Failure = exception.Message;
        }

        Show();
    }

    public async Task ToggleAsync(SandboxPath folder, CancellationToken cancellationToken)
    {
        Selection.Only(folder);
        if (!_open.Remove(folder))
        {
            _open.Add(folder);
            Show();
            await RefreshAsync([folder], cancellationToken);
        }

        Show();
    }

    public void CollapseAll()
    {
        _open.RemoveWhere(static folder => folder != SandboxPath.Workspace);
        Show();
    }

    /// <summary>Opens the folders that a file lies in, and selects it.</summary>
    /// <returns>Its row; null when it is not below the workspace, or not there.</returns>
    public async Task<ExplorerRow?> RevealAsync(SandboxPath path, CancellationToken cancellationToken)
    {
        if (!IsInWorkspace(path))
        {
            return null;
        }

        await RefreshAsync(OpenFoldersOf(path), cancellationToken);
        ShowsHidden |= IsHidden(path);
        Show();
        Select(path);
        return SelectedRow;
    }

    /// <summary>
    /// Selects the file that has come to the front in the editor, and opens the folders that it lies in. Never against its
    /// person: not while they type a name, not where they hide it, and not when they have gone elsewhere in the tree meanwhile.
    /// </summary>
    /// <returns>Whether it is selected.</returns>
    public async Task<bool> FollowAsync(SandboxPath path, CancellationToken cancellationToken)
    {
        if (Edit is not null || !IsLoaded || !IsInWorkspace(path) || (IsHidden(path) && !ShowsHidden))
        {
            return false;
        }

        if (!HasRow(path))
        {
            var before = Selected;
            // What is new in the workspace itself may not have been listed yet.
            await RefreshAsync(OpenFoldersOf(path) is { Count: > 0 } folders ? folders : [SandboxPath.Workspace], cancellationToken);
            Show();
            if (Edit is not null || Selected != before || !HasRow(path))
            {
                return false;
            }
        }

        if (!Selection.Contains(path))
        {
            Select(path);
        }

        return true;
    }

    public void ShowHidden(bool shown)
    {
        ShowsHidden = shown;
        Show();
    }

    public void Select(SandboxPath? path)
    {
        Selection.Only(path);
        Changed?.Invoke();
    }

    public void ToggleSelection(SandboxPath path)
    {
        Selection.Toggle(path);
        Changed?.Invoke();
    }

    public void ExtendSelection(SandboxPath path)
    {
        Selection.ExtendTo(path, _rows);
        Changed?.Invoke();
    }

    public void SelectAll()
    {
        Selection.All(_rows);
        Changed?.Invoke();
    }

    /// <summary>Something happened to these paths: the folders that they are in are listed again, as far as they are shown.</summary>
    public async Task RefreshForAsync(IEnumerable<SandboxPath> paths, CancellationToken cancellationToken)
    {
        var folders = paths.SelectMany(static path => new[] { path, path.Parent }).Where(IsShown).Distinct();
        await RefreshAsync([.. folders], cancellationToken);
        Show();
    }

    public async Task BeginNewAsync(bool isFolder, CancellationToken cancellationToken)
    {
        var folder = TargetFolder;
        if (_open.Add(folder) || !_listings.Has(folder))
        {
            await RefreshAsync([folder], cancellationToken);
        }

        Edit = new(folder, isFolder);
        Show();
    }

    public void BeginRename(ExplorerRow row)
    {
        Edit = new(row.Path.Parent, row.IsFolder, row.Path);
        Show();
    }

    /// <summary>Goes on with a name that was being typed when the page was loaded anew. What it renames may be gone since.</summary>
    public async Task TakeUpAsync(NameEdit edit, CancellationToken cancellationToken)
    {
        if (await RevealAsync(edit.Renames ?? edit.Folder, cancellationToken) is { } row)
        {
            Edit = edit.Renames is null ? edit : edit with { IsFolder = row.IsFolder };
            _ = edit.Renames is null && row.IsFolder && _open.Add(row.Path);
            await RefreshAsync([edit.Folder], cancellationToken);
            Show();
        }
        else if (edit.Renames is null && edit.Folder == SandboxPath.Workspace)
        {
            Edit = edit;
            Show();
        }
    }

    public void CancelEdit()
    {
        Edit = null;
        Show();
    }

    /// <returns>The new path; null when the name will not do, which <see cref="NameEdit.Problem"/> explains.</returns>
    public async Task<SandboxPath?> CommitEditAsync(string name, CancellationToken cancellationToken)
    {
        if (Edit is not { } edit)
        {
            return null;
        }

        var path = edit.Resolve(name, out var problem);
        if (path is { } same && same == edit.Renames)
        {
            CancelEdit();
            return null;
        }

        problem ??= await PerformAsync(edit, path!.Value, cancellationToken);
        Edit = problem is null ? null : edit with { Problem = problem };
        if (problem is not null)
        {
            Show();
            return null;
        }

        await RefreshAsync([edit.Folder], cancellationToken);
        await RevealAsync(path!.Value, cancellationToken);
        return path;
    }

    /// <returns>What is gone now, and of what is not a sentence each.</returns>
    public async Task<(IReadOnlyList<SandboxPath> Deleted, IReadOnlyList<string> Failures)> DeleteAsync(
        IReadOnlyList<ExplorerRow> rows, CancellationToken cancellationToken)
    {
        var deleted = new List<SandboxPath>();
        var failures = new List<string>();
        foreach (var row in rows)
        {
            try
            {
                await files.DeleteAsync(row.Path, cancellationToken);
                deleted.Add(row.Path);
            }
            catch (AgentException exception) when (exception.Code != ErrorCode.FileNotFound)
            {
                failures.Add($"{row.Name} was not deleted. {exception.Message}");
            }
            catch (AgentException)
            {
                // Somebody else was quicker.
                deleted.Add(row.Path);
            }
        }

        await RefreshForAsync(rows.Select(static row => row.Path), cancellationToken);
        return (deleted, failures);
    }

    private async Task<string?> PerformAsync(NameEdit edit, SandboxPath path, CancellationToken cancellationToken)
    {
        try
        {
            _isCommitting = true;
            if (edit.Renames is null && path.Parent != edit.Folder)
            {
                await files.CreateFolderAsync(path.Parent, withParents: true, cancellationToken);
            }

            await (edit switch
            {
                { Renames: { } from } => files.MoveAsync(from, path, overwrite: false, cancellationToken),
                { IsFolder: true } => files.CreateFolderAsync(path, withParents: false, cancellationToken),
                _ => files.CreateFileAsync(path, cancellationToken),
            });
            return null;
        }
        catch (AgentException exception) when (exception.Code == ErrorCode.FileExists)
        {
            return $"There is something called {ShownText.Of(path.Name)} already.";
        }
        catch (AgentException exception)
        {
            return exception.Message;
        }
        finally
        {
            _isCommitting = false;
        }
    }

    private static bool IsInWorkspace(SandboxPath path) => path.Value.StartsWith(SandboxPath.Workspace.Value + "/", StringComparison.Ordinal);

    private static bool IsHidden(SandboxPath path) => path.Value.Contains("/.", StringComparison.Ordinal);

    private bool HasRow(SandboxPath path) => _rows.Exists(row => row.Path == path);

    /// <returns>The folders that a path lies in, below the workspace, the outermost first.</returns>
    private List<SandboxPath> OpenFoldersOf(SandboxPath path)
    {
        List<SandboxPath> folders = [];
        for (var folder = path.Parent; folder != SandboxPath.Workspace; folder = folder.Parent)
        {
            folders.Insert(0, folder);
        }

        _open.UnionWith(folders);
        return folders;
    }

    private bool IsShown(SandboxPath folder) => _open.Contains(folder) && _listings.Has(folder);

    private async Task RefreshAsync(IReadOnlyList<SandboxPath> folders, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            if (!await _listings.TryListAsync(folder, cancellationToken) && folder != SandboxPath.Workspace)
            {
                _open.Remove(folder);
            }
        }
    }

    private void Show()
    {
        var rows = _listings.RowsOf(_open, ShowsHidden);
        Selection.Keep(_rows, rows);
        _rows = rows;
        if (!_isCommitting && (Edit?.Renames ?? Edit?.Folder) is { } named && named != SandboxPath.Workspace && !HasRow(named))
        {
            Edit = null;
            EditLost?.Invoke(named.Name);
        }

        Changed?.Invoke();
    }
}
