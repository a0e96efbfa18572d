using System.Text.Json;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>What a watch is of: which directories it needs, and what of what happens in them it tells, under which name.</summary>
internal sealed class WatchScope
{
    /// <summary>Of one reading: about 4 MB. More at once, and the client is told to look for itself.</summary>
    private const int MostNewEntries = 16_384;

    private readonly PathGlobs _globs;
    private readonly HashSet<FileWatchEventType> _events;
    private readonly SandboxPath _shown;
    private readonly string _prefix;
    private readonly string? _file;

    /// <exception cref="AgentException">A bad glob, or nothing is there.</exception>
    public WatchScope(SandboxRoot root, WatchFilesRequest request)
    {
        _globs = new(request.Include, request.Exclude);
        _events = [.. request.Events is { Count: > 0 } some ? some : Enum.GetValues<FileWatchEventType>().Except([FileWatchEventType.Attrib])];

        using var rights = root.Act();
        using var found = root.Open(request.Path, FileCalls.O_PATH);
        var real = root.PathOf(found);
        _shown = request.Path.Value.Split('/').Contains("..") ? real : request.Path;
        IsDirectory = FileStatus.Of(found) is { Kind: FileKind.Directory };
        Top = IsDirectory ? real : real.Parent;
        _file = IsDirectory ? null : real.Value;
        _prefix = Top.Value == "/" ? "/" : Top.Value + "/";
        Tree = new(IsDirectory && request.Recursive, Enters, _events.Contains(FileWatchEventType.Attrib), MostNewEntries);
        Key = JsonSerializer.Serialize(request with { Path = real }, WatchJson.Relaxed.WatchFilesRequest);
    }

    /// <summary>False: a single file.</summary>
    public bool IsDirectory { get; }

    /// <summary>The directory to watch, without links.</summary>
    public SandboxPath Top { get; }

    public TreeScope Tree { get; }

    /// <summary>As the caller named it.</summary>
    public SandboxPath Shown => _shown;

    /// <summary>The same for the same watch.</summary>
    public string Key { get; }

    /// <summary>What is told of a change; null: nothing.</summary>
    public WatchEvent? Tell(TreeChange change, DateTimeOffset now)
    {
        if (change.Kind == TreeChangeKind.Lost)
        {
            var path = change.Path == Top.Value ? _shown.Value : PathOf(change);
            return new WatchEvent.Missed($"Not everything that happened below {path} was seen; look at it again.", path);
        }

        var type = TypeOf(change.Kind);
        return _events.Contains(type) && IsMeant(change.Path)
            ? new WatchEvent.Changed(type, PathOf(change), change.IsDirectory, now)
            : null;
    }

    private string PathOf(TreeChange change) => _file is null ? _shown.Child(change.Path[_prefix.Length..]).Value : _shown.Value;

    private bool IsMeant(string path) => (_file is null || path == _file) && _globs.Includes(path[_prefix.Length..]);

    private bool Enters(string relative) => _globs.Enters(relative, WatchedTree.IsOpaque);

    private static FileWatchEventType TypeOf(TreeChangeKind kind) => kind switch
    {
        TreeChangeKind.Created => FileWatchEventType.Create,
        TreeChangeKind.Deleted => FileWatchEventType.Delete,
        TreeChangeKind.MovedFrom => FileWatchEventType.MoveFrom,
        TreeChangeKind.MovedTo => FileWatchEventType.MoveTo,
        TreeChangeKind.Attributes => FileWatchEventType.Attrib,
        _ => FileWatchEventType.Modify,
    };
}
