using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>
/// Which directory each of the kernel's watches is on, and back: a watch stays with its directory when that moves. Of two on one
/// path, the last counts: the directory of the other is gone, and the kernel has yet to say so.
/// </summary>
internal sealed class WatchedPaths
{
    private readonly Dictionary<int, SandboxPath> _paths = [];
    private readonly Dictionary<string, int> _watches = [];

    public int Count => _watches.Count;

    public IReadOnlyCollection<int> Watches => _paths.Keys;

    public bool Contains(int watch) => _paths.ContainsKey(watch);

    public bool Contains(SandboxPath path) => _watches.ContainsKey(path.Value);

    public bool TryGet(int watch, out SandboxPath path) => _paths.TryGetValue(watch, out path);

    /// <summary>Those on a path and on all below it.</summary>
    public List<int> Below(SandboxPath path)
    {
        var below = path.Value + "/";
        return [.. _watches
            .Where(entry => entry.Key == path.Value || entry.Key.StartsWith(below, StringComparison.Ordinal))
            .Select(static entry => entry.Value)];
    }

    /// <summary>The kernel gives the same watch for the same directory, also under a new name.</summary>
    public void Set(int watch, SandboxPath path)
    {
        Remove(watch);
        _paths[watch] = path;
        _watches[path.Value] = watch;
    }

    public void Move(SandboxPath from, SandboxPath to)
    {
        foreach (var watch in Below(from))
        {
            Set(watch, default(SandboxPath).Resolve(to.Value + _paths[watch].Value[from.Value.Length..]));
        }
    }

    public void Remove(int watch)
    {
        if (_paths.Remove(watch, out var path) && _watches.GetValueOrDefault(path.Value) == watch)
        {
            _watches.Remove(path.Value);
        }
    }

    public void Clear()
    {
        _paths.Clear();
        _watches.Clear();
    }
}
