using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>
/// What is selected in the tree: the row that the keyboard is at, and with it any others. Paths and not rows, so that it stays
/// with its files whatever shows up above them.
/// </summary>
public sealed class ExplorerSelection
{
    private readonly HashSet<SandboxPath> _paths = [];
    private SandboxPath? _anchor;

    /// <summary>Where the keyboard is.</summary>
    public SandboxPath? Active { get; private set; }

    public int Count => _paths.Count;

    public bool Contains(SandboxPath path) => _paths.Contains(path);

    public void Only(SandboxPath? path)
    {
        _paths.Clear();
        Active = _anchor = path;
        if (path is { } one)
        {
            _paths.Add(one);
        }
    }

    public void Toggle(SandboxPath path)
    {
        if (!_paths.Remove(path))
        {
            _paths.Add(path);
        }

        Active = _anchor = path;
    }

    /// <summary>All from where the selection began to this row.</summary>
    public void ExtendTo(SandboxPath path, IReadOnlyList<ExplorerRow> rows)
    {
        var (from, to) = (IndexOf(rows, _anchor ?? path), IndexOf(rows, path));
        if (from < 0 || to < 0)
        {
            Only(path);
            return;
        }

        _paths.Clear();
        for (var at = Math.Min(from, to); at <= Math.Max(from, to); at++)
        {
            _paths.Add(rows[at].Path);
        }

        Active = path;
    }

    public void All(IReadOnlyList<ExplorerRow> rows)
    {
        _paths.UnionWith(rows.Select(static row => row.Path));
        Active ??= rows.Count > 0 ? rows[0].Path : null;
    }

    /// <summary>Lets go of what is not shown any more; the keyboard then goes to what stands in the same place.</summary>
    public void Keep(IReadOnlyList<ExplorerRow> before, IReadOnlyList<ExplorerRow> now)
    {
        var shown = now.Select(static row => row.Path).ToHashSet();
        _paths.IntersectWith(shown);
        if (Active is { } active && !shown.Contains(active))
        {
            var at = Math.Clamp(IndexOf(before, active), 0, Math.Max(0, now.Count - 1));
            Only(now.Count == 0 ? null : now[at].Path);
        }
    }

    /// <summary>
    /// What an action on a row is about: the whole selection when the row is part of it. What lies in a folder that is selected,
    /// too, goes with the folder.
    /// </summary>
    public IReadOnlyList<ExplorerRow> With(ExplorerRow row, IReadOnlyList<ExplorerRow> rows)
    {
        if (!_paths.Contains(row.Path))
        {
            return [row];
        }

        var selected = rows.Where(each => _paths.Contains(each.Path)).ToList();
        var folders = selected.Where(static each => each.IsFolder).Select(static each => each.Path.Value + "/").ToList();
        return [.. selected.Where(each => !folders.Exists(folder => each.Path.Value.StartsWith(folder, StringComparison.Ordinal)))];
    }

    private static int IndexOf(IReadOnlyList<ExplorerRow> rows, SandboxPath path)
    {
        for (var at = 0; at < rows.Count; at++)
        {
            if (rows[at].Path == path)
            {
                return at;
            }
        }

        return -1;
    }
}
