using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;
using static Agent.Native.FileSystem.FileCalls;

namespace Agent.Files;

/// <summary>
/// What the API left behind under a path a moment ago, so that the watch does not tell again, as a program's doing, what
/// was told under a person's name. Compared is the state and not the time: what a program does right after is told.
/// </summary>
internal sealed class KnownStates(TimeProvider time)
{
    private const int MostPaths = 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (string State, long At)> _states = [];

    public void Remember(SandboxRoot root, string path)
    {
        if (_states.Count >= MostPaths)
        {
            Forget();
        }

        _states[path] = (StateOf(root, path), time.GetTimestamp());
    }

    public bool IsKnown(SandboxRoot root, string path) =>
        _states.TryGetValue(path, out var known)
        && time.GetElapsedTime(known.At) < Kept
        && known.State == StateOf(root, path);

    private void Forget()
    {
        foreach (var (path, _) in _states.Where(state => time.GetElapsedTime(state.Value.At) >= Kept).ToList())
        {
            _states.Remove(path);
        }

        if (_states.Count >= MostPaths)
        {
            _states.Clear();
        }
    }

    /// <summary>Of a directory only which one it is: what is in it has events of its own.</summary>
    private static string StateOf(SandboxRoot root, string path)
    {
        using var rights = root.Act();
        using var found = root.TryOpen(new SandboxPath().Resolve(path), O_PATH | O_NOFOLLOW);
        return found is null || FileStatus.Of(found) is not { } status ? "gone"
            : status.Kind == FileKind.Directory ? $"{status.Device:x}-{status.Inode:x}"
            : status.ETag;
    }
}
