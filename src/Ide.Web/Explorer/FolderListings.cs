using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>What is in the folders of a tree, as last listed.</summary>
internal sealed class FolderListings(IExplorerFiles files)
{
    private readonly Dictionary<SandboxPath, IReadOnlyList<FileEntry>> _entries = [];
    private readonly HashSet<SandboxPath> _cutShort = [];

    public bool Has(SandboxPath folder) => _entries.ContainsKey(folder);

    /// <summary>The folder has more than the sandbox lists.</summary>
    public bool IsCutShort(SandboxPath folder) => _cutShort.Contains(folder);

    /// <exception cref="AgentException">It was not listed; what is known of it is what was before.</exception>
    public async Task ListAsync(SandboxPath folder, CancellationToken cancellationToken)
    {
        var answer = await files.ListAsync(folder, cancellationToken);
        _ = answer.Truncated ? _cutShort.Add(folder) : _cutShort.Remove(folder);
        _entries[folder] =
        [
            .. answer.Files.OrderBy(static entry => entry.Type != FileType.Directory)
                .ThenBy(static entry => entry.Name, NameOrder.Instance),
        ];
    }

    /// <summary>
    /// Lists a folder that may be gone by now, or may not be read: then it has no listing any more, and its parent's says why. A
    /// sandbox that does not answer has not lost its files: what was listed before stands.
    /// </summary>
    /// <returns>Whether it has a listing.</returns>
    public async Task<bool> TryListAsync(SandboxPath folder, CancellationToken cancellationToken)
    {
        try
        {
            await ListAsync(folder, cancellationToken);
        }
        catch (AgentException exception) when (exception.Code is ErrorCode.FileNotFound or ErrorCode.NotDirectory or ErrorCode.PermissionDenied)
        {
            _entries.Remove(folder);
            _cutShort.Remove(folder);
        }
        catch (AgentException)
        {
            // The pane says that the connection is lost, and lists all of it when it is back.
        }

        return Has(folder);
    }

    /// <summary>The rows of the whole tree, from top to bottom.</summary>
    /// <param name="open">The folders whose content is shown.</param>
    /// <param name="withHidden">Whether names that begin with a dot are among them.</param>
    public List<ExplorerRow> RowsOf(IReadOnlySet<SandboxPath> open, bool withHidden)
    {
        var rows = new List<ExplorerRow>();
        Add(SandboxPath.Workspace, 0);
        return rows;

        void Add(SandboxPath folder, int depth)
        {
            var entries = _entries.GetValueOrDefault(folder) ?? [];
            if (!withHidden)
            {
                entries = [.. entries.Where(static entry => !entry.Name.StartsWith('.'))];
            }

            for (var at = 0; at < entries.Count; at++)
            {
                var entry = entries[at];
                var path = folder.Child(entry.Name);
                var isFolder = entry.Type == FileType.Directory;
                var isOpen = isFolder && open.Contains(path);
                rows.Add(new(path, entry.Name, isFolder, depth, isOpen, at + 1, entries.Count));
                if (isOpen)
                {
                    Add(path, depth + 1);
                }
            }
        }
    }
}
