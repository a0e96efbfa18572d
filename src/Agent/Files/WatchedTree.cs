using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;
using static Agent.Native.FileSystem.NotifyCalls;

namespace Agent.Files;

/// <summary>
/// The directories below one that the kernel tells changes of, and what its events mean as paths. Not thread-safe.
/// </summary>
/// <param name="notify">An inotify descriptor.</param>
internal sealed class WatchedTree(SandboxRoot root, SafeFileHandle notify, SandboxPath top)
{
    /// <summary>The kernel holds about 1 KiB for each; a tree with more is told as <c>overflow</c> of its top.</summary>
    private const int MostDirectories = 16_384;

    /// <summary>Of one directory, told one by one when it appears.</summary>
    private const int MostNewEntries = 512;

    private const uint Wanted = IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
        | IN_ONLYDIR | IN_EXCL_UNLINK;

    /// <summary>Directories that tools fill with what nobody looks at; they themselves are told, what is in them is not.</summary>
    private static readonly HashSet<string> Opaque =
        [".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".mypy_cache", ".pytest_cache", ".ipynb_checkpoints"];

    private readonly Dictionary<int, SandboxPath> _paths = [];
    private readonly Dictionary<string, int> _watches = [];
    private (uint Cookie, SandboxPath Path) _leaving;

    /// <summary>Watches everything that is there; nothing of it is told.</summary>
    public bool Start()
    {
        foreach (var watch in _watches.Values)
        {
            _ = RemoveWatch(notify, watch);
        }

        _watches.Clear();
        _paths.Clear();
        return Add(top, changes: null);
    }

    /// <summary>What one event of the kernel means.</summary>
    /// <param name="cookie">Ties the two halves of a move together; 0 for anything else.</param>
    public void Apply(int watch, uint mask, uint cookie, string name, List<FileChange> changes)
    {
        if (cookie == 0 || cookie != _leaving.Cookie)
        {
            Settle();
        }

        if ((mask & IN_Q_OVERFLOW) != 0)
        {
            Start();
            changes.Add(new(top.Value, FileChanges.Overflow));
            return;
        }

        if ((mask & IN_IGNORED) != 0)
        {
            if (_paths.Remove(watch, out var gone) && _watches.GetValueOrDefault(gone.Value) == watch)
            {
                _watches.Remove(gone.Value);
            }

            return;
        }

        if (name.Length == 0 || TemporaryFiles.IsTemporary(name) || !_paths.TryGetValue(watch, out var directory))
        {
            return;
        }

        var path = directory.Child(name);
        var isDirectory = (mask & IN_ISDIR) != 0;
        switch (mask & (IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE))
        {
            case IN_DELETE:
                changes.Add(new(path.Value, FileChanges.Deleted));
                break;
            case IN_MOVED_FROM:
                changes.Add(new(path.Value, FileChanges.Deleted));
                _leaving = isDirectory ? (cookie, path) : default;
                break;
            case IN_MOVED_TO when isDirectory && _leaving.Cookie == cookie:
                changes.Add(new(path.Value, FileChanges.Created));
                Retarget(_leaving.Path, path);
                _leaving = default;
                break;
            case IN_CREATE or IN_MOVED_TO:
                changes.Add(new(path.Value, FileChanges.Created));
                Follow(path, isDirectory, isNew: (mask & IN_CREATE) != 0, changes);
                break;
            default:
                changes.Add(new(path.Value, FileChanges.Modified));
                break;
        }
    }

    private void Follow(SandboxPath path, bool isDirectory, bool isNew, List<FileChange> changes)
    {
        if (isDirectory && !Add(path, isNew ? changes : null))
        {
            changes.Add(new(top.Value, FileChanges.Overflow));
        }
    }

    /// <summary>A directory that left and came in nowhere is outside now.</summary>
    public void Settle()
    {
        if (_leaving.Cookie != 0)
        {
            foreach (var (path, watch) in Below(_leaving.Path))
            {
                _ = RemoveWatch(notify, watch);
                _watches.Remove(path);
                _paths.Remove(watch);
            }

            _leaving = default;
        }
    }

    /// <summary>The watches stay with the directories; what they tell from now on, they tell under the new name.</summary>
    private void Retarget(SandboxPath from, SandboxPath to)
    {
        foreach (var (path, watch) in Below(from))
        {
            var moved = to.Value + path[from.Value.Length..];
            _watches.Remove(path);
            _watches[moved] = watch;
            _paths[watch] = default(SandboxPath).Resolve(moved);
        }
    }

    private List<KeyValuePair<string, int>> Below(SandboxPath path)
    {
        var below = path.Value + "/";
        return [.. _watches.Where(entry => entry.Key == path.Value || entry.Key.StartsWith(below, StringComparison.Ordinal))];
    }

    /// <summary>
    /// Watches a directory and all below it, first each and then what is in it: what appears meanwhile is seen twice
    /// rather than not at all.
    /// </summary>
    /// <param name="changes">Where to tell what is there already; null: it is known.</param>
    /// <returns>False: there are too many.</returns>
    private bool Add(SandboxPath path, List<FileChange>? changes)
    {
        var waiting = new Stack<SandboxPath>([path]);
        using var rights = root.Act();
        while (waiting.TryPop(out var next))
        {
            if (Opaque.Contains(next.Name))
            {
                continue;
            }

            using var directory = root.TryOpen(next, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            if (directory is null)
            {
                continue; // gone meanwhile, or not for this user
            }

            if (_watches.Count >= MostDirectories || !Watch(directory, next))
            {
                return false;
            }

            foreach (var name in DirectoryReader.Read(directory, next.Value))
            {
                var text = FileNames.Text(name);
                if (changes is { Count: < MostNewEntries } && !TemporaryFiles.IsTemporary(text))
                {
                    changes.Add(new(next.Child(text).Value, FileChanges.Created));
                }

                if (FileStatus.Of(directory, name) is { Kind: FileKind.Directory, IsMountRoot: false })
                {
                    waiting.Push(next.Child(text));
                }
            }

            if (changes is { Count: >= MostNewEntries })
            {
                changes.Add(new(path.Value, FileChanges.Overflow));
                changes = null;
            }
        }

        return true;
    }

    private bool Watch(SafeFileHandle directory, SandboxPath path)
    {
        var watch = AddWatch(notify, FileNames.OfDescriptor(directory), Wanted);
        if (watch < 0)
        {
            return FileErrno.Last != FileErrno.ENOSPC; // the kernel's limit for this user
        }

        if (_paths.TryGetValue(watch, out var earlier))
        {
            _watches.Remove(earlier.Value); // the same directory under its new name
        }

        _paths[watch] = path;
        _watches[path.Value] = watch;
        return true;
    }
}
