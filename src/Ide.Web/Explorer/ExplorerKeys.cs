using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>What a key does in the tree, as trees everywhere have it.</summary>
/// <param name="Select">The row to go to.</param>
/// <param name="Choose">The row to open, close or look at.</param>
public readonly record struct ExplorerMove(SandboxPath? Select = null, ExplorerRow? Choose = null);

public static class ExplorerKeys
{
    /// <summary>Rows that Page Up and Page Down pass over.</summary>
    private const int Page = 15;

    public static ExplorerMove Next(string key, IReadOnlyList<ExplorerRow> rows, SandboxPath? selected)
    {
        if (rows.Count == 0)
        {
            return default;
        }

        var at = rows.ToList().FindIndex(row => row.Path == selected);
        var row = at < 0 ? null : rows[at];
        return key switch
        {
            "ArrowDown" => To(at + 1),
            "ArrowUp" => To(at - 1),
            "PageDown" => To(at + Page),
            "PageUp" => To(at - Page),
            "Home" => To(0),
            "End" => To(rows.Count - 1),
            "Enter" or " " when row is not null => new(Choose: row),
            "ArrowRight" when row is { IsFolder: true, IsOpen: false } => new(Choose: row),
            "ArrowRight" when row is { IsOpen: true } && at + 1 < rows.Count && rows[at + 1].Depth > row.Depth => To(at + 1),
            "ArrowLeft" when row is { IsOpen: true } => new(Choose: row),
            "ArrowLeft" when row is { Depth: > 0 } => new(row.Path.Parent),
            _ => default,
        };

        ExplorerMove To(int index) => new(rows[Math.Clamp(index, 0, rows.Count - 1)].Path);
    }

    /// <summary>The command that the tree has for pressed keys; null when there is none.</summary>
    public static string? CommandOf(string key, bool ctrl, bool shift, bool alt) => (key.Length == 1 ? key.ToLowerInvariant() : key, ctrl, shift, alt) switch
    {
        ("F2", false, false, false) => ExplorerCommands.Rename,
        ("Delete", false, _, false) => ExplorerCommands.Delete,
        ("c", true, false, false) => ExplorerCommands.Copy,
        ("x", true, false, false) => ExplorerCommands.Cut,
        ("v", true, false, false) => ExplorerCommands.Paste,
        ("a", true, false, false) => ExplorerCommands.SelectAll,
        ("c", true, false, true) => ExplorerCommands.CopyPath,
        ("Escape", false, false, false) => ExplorerCommands.ForgetCut,
        _ => null,
    };
}
