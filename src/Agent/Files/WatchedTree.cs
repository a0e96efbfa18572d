using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;
using static Agent.Native.FileSystem.NotifyCalls;

namespace Agent.Files;

/// <summary>
/// The directories below one that the kernel tells changes of, and what its events mean as paths. Not thread-safe.
/// </summary>
/// <param name="notify">An inotify descriptor.</param>
/// <param name="top">A path without links.</param>
internal sealed class WatchedTree(SandboxRoot root, SafeFileHandle notify, SandboxPath top, TreeScope scope)
{
    /// <summary>The kernel holds about 1 KiB for each; a tree with more is not watched as a whole, which is told.</summary>
    public const int MostDirectories = 16_384;

    private const uint Wanted = IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
        | IN_ONLYDIR | IN_EXCL_UNLINK;

    /// <summary>Directories that tools fill with what nobody looks at; they themselves are told, what is in them is not.</summary>
    private static readonly HashSet<string> Opaque =
        [".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".mypy_cache", ".pytest_cache", ".ipynb_checkpoints"];

    private readonly string _prefix = top.Value == "/" ? "/" : top.Value + "/";
    private readonly WatchedPaths _watched = new();

    /// <summary>The directories above, each with the name in it that leads to the top: the top itself tells neither that one of them
    /// is moved away, nor its own end while a program is in it.</summary>
    private readonly Dictionary<int, string> _above = [];

    private (uint Cookie, SandboxPath Path) _leaving;
    private uint _putInPlace;

    /// <summary>The top is no longer where it was; nothing that is seen afterwards means anything.</summary>
    public TreeEnd? End { get; private set; }

    /// <summary>False: there are too many directories, and what happens in some of them is not seen.</summary>
    public bool IsWhole { get; private set; } = true;

    public static bool IsOpaque(string name) => Opaque.Contains(name);

    /// <summary>Watches everything that is there; nothing of it is told.</summary>
    /// <returns>See <see cref="IsWhole"/>.</returns>
    public bool Start()
    {
        // What is still there keeps its watch: to remove it and make another would tell of both and might fill the queue anew.
        var before = _watched.Watches.ToList();
        _watched.Clear();
        _leaving = default;
        WatchAbove();
        IsWhole = Add(top, changes: null);
        foreach (var watch in before.Where(watch => !_watched.Contains(watch)))
        {
            _ = RemoveWatch(notify, watch);
        }

        if (!_watched.Contains(top))
        {
            End ??= TreeEnd.Deleted;
        }

        return IsWhole;
    }

    /// <summary>What events of the kernel mean.</summary>
    /// <param name="events">As they are read: whole ones.</param>
    public void Apply(ReadOnlySpan<byte> events, List<TreeChange> changes)
    {
        while (events.Length >= Unsafe.SizeOf<Event>())
        {
            var head = MemoryMarshal.Read<Event>(events);
            events = events[Unsafe.SizeOf<Event>()..];
            var name = events[..(int)head.NameLength];
            events = events[name.Length..];
            Apply(head.Watch, head.Mask, head.Cookie, FileNames.Text(name.TrimEnd((byte)0)), changes);
        }
    }

    /// <param name="cookie">Ties the two halves of a move together; 0 for anything else.</param>
    private void Apply(int watch, uint mask, uint cookie, string name, List<TreeChange> changes)
    {
        if ((mask & IN_Q_OVERFLOW) != 0)
        {
            Start();
            changes.Add(new(top.Value, TreeChangeKind.Lost, IsDirectory: true));
            return;
        }

        if (_above.TryGetValue(watch, out var way))
        {
            if (name == way && (mask & (IN_DELETE | IN_MOVED_FROM)) != 0)
            {
                End ??= (mask & IN_DELETE) != 0 ? TreeEnd.Deleted : TreeEnd.MovedAway;
            }

            return;
        }

        if ((mask & (IN_IGNORED | IN_MOVE_SELF)) != 0)
        {
            Leave(watch, mask);
            return;
        }

        if (name.Length == 0 || !_watched.TryGet(watch, out var directory))
        {
            return;
        }

        if (TemporaryFiles.IsTemporary(name))
        {
            _putInPlace = (mask & IN_MOVED_FROM) != 0 ? cookie : _putInPlace;
            return;
        }

        Tell(directory.Child(name), mask, cookie, changes);
    }

    private void Tell(SandboxPath path, uint mask, uint cookie, List<TreeChange> changes)
    {
        var isDirectory = (mask & IN_ISDIR) != 0;
        switch (mask & (IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB))
        {
            case IN_DELETE:
                changes.Add(new(path.Value, TreeChangeKind.Deleted, isDirectory));
                break;
            case IN_MOVED_FROM:
                changes.Add(new(path.Value, TreeChangeKind.MovedFrom, isDirectory));
                if (isDirectory)
                {
                    Settle();
                    _leaving = (cookie, path);
                }

                break;
            case IN_MOVED_TO when isDirectory && _leaving.Cookie == cookie:
                changes.Add(new(path.Value, TreeChangeKind.MovedTo, isDirectory));
                Move(_leaving.Path, path, changes);
                _leaving = default;
                break;
            case IN_MOVED_TO when !isDirectory && cookie == _putInPlace:
                changes.Add(new(path.Value, TreeChangeKind.Modified, isDirectory)); // a file's new content, see NewFile
                break;
            case IN_CREATE or IN_MOVED_TO:
                var isNew = (mask & IN_CREATE) != 0;
                changes.Add(new(path.Value, isNew ? TreeChangeKind.Created : TreeChangeKind.MovedTo, isDirectory));
                Follow(path, isDirectory, isNew, changes);
                break;
            case IN_ATTRIB:
                changes.Add(new(path.Value, TreeChangeKind.Attributes, isDirectory));
                break;
            default:
                changes.Add(new(path.Value, TreeChangeKind.Modified, isDirectory));
                break;
        }
    }

    private void Follow(SandboxPath path, bool isDirectory, bool isNew, List<TreeChange> changes)
    {
        if (isDirectory && scope.Recursive && Enters(path) && !Add(path, isNew ? changes : null))
        {
            LoseSome(changes);
        }
    }

    private void LoseSome(List<TreeChange> changes)
    {
        IsWhole = false;
        changes.Add(new(top.Value, TreeChangeKind.Lost, IsDirectory: true));
    }

    private void Leave(int watch, uint mask)
    {
        if (!_watched.TryGet(watch, out var path))
        {
            return;
        }

        if (path == top)
        {
            End ??= (mask & IN_MOVE_SELF) != 0 ? TreeEnd.MovedAway : TreeEnd.Deleted;
        }

        if ((mask & IN_IGNORED) != 0)
        {
            _watched.Remove(watch);
        }
    }

    /// <summary>
    /// A directory that left and came in nowhere is outside now. To be called when all is read: between the two halves of a move
    /// others may tell of something else.
    /// </summary>
    public void Settle()
    {
        if (_leaving.Cookie != 0)
        {
            Drop(_leaving.Path);
            _leaving = default;
        }
    }

    private void Drop(SandboxPath top)
    {
        foreach (var watch in _watched.Below(top))
        {
            _ = RemoveWatch(notify, watch);
            _watched.Remove(watch);
        }
    }

    /// <summary>
    /// The watches stay with the directories; what they tell from now on, they tell under the new name. Directories that were made
    /// under the old name and moved before they could be watched are found, too.
    /// </summary>
    private void Move(SandboxPath from, SandboxPath to, List<TreeChange> changes)
    {
        _watched.Move(from, to);
        if (!scope.Recursive || !Enters(to))
        {
            Drop(to);
        }
        else if (!Add(to, Enters(from) ? changes : null, isKnown: true))
        {
            LoseSome(changes);
        }
    }

    private bool Enters(SandboxPath path) => scope.Enters?.Invoke(path.Value[_prefix.Length..]) ?? !IsOpaque(path.Name);

    /// <summary>
    /// Watches a directory and all below it, first each and then what is in it: what appears meanwhile is seen twice
    /// rather than not at all.
    /// </summary>
    /// <param name="changes">Where to tell what is there already; null: it is known.</param>
    /// <param name="isKnown">What is in a directory that is watched already is known.</param>
    /// <returns>False: there are too many.</returns>
    private bool Add(SandboxPath path, List<TreeChange>? changes, bool isKnown = false)
    {
        var waiting = new Stack<SandboxPath>([path]);
        using var rights = root.Act();
        while (waiting.TryPop(out var next))
        {
            using var directory = root.TryOpen(next, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            if (directory is null && FileErrno.Last != FileErrno.EMFILE)
            {
                continue; // gone meanwhile, or not for this user
            }

            var wasWatched = _watched.Contains(next);
            if (directory is null || (!wasWatched && _watched.Count >= MostDirectories) || !Watch(directory, next))
            {
                return false;
            }

            if (!scope.Recursive)
            {
                return true;
            }

            foreach (var name in DirectoryReader.Read(directory, next.Value))
            {
                var child = next.Child(FileNames.Text(name));
                var status = FileStatus.Of(directory, name);
                var isDirectory = status is { Kind: FileKind.Directory };
                if (!(isKnown && wasWatched) && changes?.Count < scope.MostNewEntries && !TemporaryFiles.IsTemporary(child.Name))
                {
                    changes.Add(new(child.Value, TreeChangeKind.Created, isDirectory));
                }

                if (isDirectory && !status!.Value.IsMountRoot && Enters(child))
                {
                    waiting.Push(child);
                }
            }

            if (changes?.Count >= scope.MostNewEntries)
            {
                changes.Add(new(path.Value, TreeChangeKind.Lost, IsDirectory: true));
                changes = null;
            }
        }

        return true;
    }

    private bool Watch(SafeFileHandle directory, SandboxPath path)
    {
        var wanted = Wanted | (scope.Attributes ? IN_ATTRIB : 0) | (path == top ? IN_MOVE_SELF : 0);
        var watch = AddWatch(notify, FileNames.OfDescriptor(directory), wanted);
        if (watch < 0)
        {
            return FileErrno.Last is FileErrno.EACCES or FileErrno.ENOENT; // ENOSPC is the kernel's limit for this user
        }

        _watched.Set(watch, path);
        return true;
    }

    /// <summary>What may not be read above is not watched either; it is others' to move.</summary>
    private void WatchAbove()
    {
        using var rights = root.Act();
        _above.Clear();
        for (var path = top; path.Value != "/"; path = path.Parent)
        {
            using var directory = root.TryOpen(path.Parent, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
            if (directory is not null && AddWatch(notify, FileNames.OfDescriptor(directory), IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR) is >= 0 and var watch)
            {
                _above[watch] = path.Name;
            }
        }
    }
}
