namespace Agent.Files;

/// <summary>What a <see cref="WatchedTree"/> sees happen to a path.</summary>
/// <param name="Path">Without links.</param>
internal readonly record struct TreeChange(string Path, TreeChangeKind Kind, bool IsDirectory);

internal enum TreeChangeKind
{
    Created,
    Modified,
    Deleted,
    MovedFrom,
    MovedTo,
    Attributes,

    /// <summary>Not everything below the path was seen: it is to be looked at again.</summary>
    Lost,
}

/// <summary>Why a tree is no longer where it was.</summary>
internal enum TreeEnd
{
    Deleted,
    MovedAway,
}

/// <summary>What of a tree is watched.</summary>
/// <param name="Recursive">Also the directories in it.</param>
/// <param name="Enters">Whether to look into a directory, by its path from the top; null: all but <see cref="WatchedTree.IsOpaque"/>.</param>
/// <param name="Attributes">Also changes of modes, owners and times.</param>
/// <param name="MostNewEntries">Told one by one of what is in directories that appear; what is more is <see cref="TreeChangeKind.Lost"/>.</param>
internal sealed record TreeScope(
    bool Recursive = true, Func<string, bool>? Enters = null, bool Attributes = false, int MostNewEntries = 512);
