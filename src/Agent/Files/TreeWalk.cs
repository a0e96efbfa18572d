using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>What a walk comes by.</summary>
/// <param name="Directory">Where it is; open until the walk goes on.</param>
/// <param name="Relative">From the top of the walk.</param>
/// <param name="Closed">Why a directory is not entered though it was to be; null otherwise.</param>
internal readonly record struct WalkedEntry(
    SafeFileHandle Directory, byte[] Name, string Relative, FileStatus Status, string? Closed);

/// <summary>
/// Goes through a tree, a step at a time and with the user's rights at each step: a directory, then what is in it, by name.
/// Follows no link, enters nothing that is mounted, and holds one open directory for each level.
/// </summary>
/// <param name="enters">Whether to look into a directory, by its path from the top; what it refuses is not told either.</param>
internal sealed class TreeWalk(SandboxRoot root, Func<string, bool> enters) : IDisposable
{
    private const int MostDepth = 400;

    /// <summary>Of one directory; that it has a billion names must cost nobody their memory.</summary>
    private const int MostNames = 200_000;

    private readonly Stack<Level> _levels = new();

    /// <summary>Begins, following links to the top itself.</summary>
    public void Start(SandboxPath top)
    {
        using var rights = root.Act();
        Push(root.Open(top, O_RDONLY | O_DIRECTORY), "");
    }

    /// <summary>Begins at a directory by its place.</summary>
    public void Start(Place top)
    {
        using var rights = root.Act();
        Push(top.OpenDirectory(), "");
    }

    /// <returns>False at the end.</returns>
    public bool TryNext(out WalkedEntry entry)
    {
        using var rights = root.Act();
        while (_levels.TryPeek(out var level))
        {
            if (level.At == level.Names.Count)
            {
                _levels.Pop().Directory.Dispose();
                continue;
            }

            var name = level.Names[level.At++];
            var text = FileNames.Text(name);
            if (TemporaryFiles.IsTemporary(text) || FileStatus.Of(level.Directory, name) is not { } status)
            {
                continue; // the second: gone since its name was read
            }

            var relative = level.Prefix + text;
            if (status.Kind != FileKind.Directory)
            {
                entry = new(level.Directory, name, relative, status, null);
                return true;
            }

            if (enters(relative))
            {
                entry = new(level.Directory, name, relative, status, Enter(level.Directory, name, status, relative));
                return true;
            }
        }

        entry = default;
        return false;
    }

    public void Dispose()
    {
        foreach (var level in _levels)
        {
            level.Directory.Dispose();
        }
    }

    private string? Enter(SafeFileHandle parent, byte[] name, FileStatus status, string relative)
    {
        if (status.IsMountRoot)
        {
            return "Something is mounted there.";
        }

        if (_levels.Count >= MostDepth)
        {
            return $"It lies deeper than {MostDepth} directories.";
        }

        var descriptor = OpenAt(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0);
        if (descriptor < 0)
        {
            return "It may not be read.";
        }

        Push(new SafeFileHandle(descriptor, ownsHandle: true), relative + "/");
        return null;
    }

    private void Push(SafeFileHandle directory, string prefix)
    {
        var names = DirectoryReader.Read(directory, prefix, MostNames);
        names.Sort(static (one, other) => one.AsSpan().SequenceCompareTo(other));
        _levels.Push(new(directory, prefix, names));
    }

    private sealed record Level(SafeFileHandle Directory, string Prefix, List<byte[]> Names)
    {
        public int At { get; set; }
    }
}
