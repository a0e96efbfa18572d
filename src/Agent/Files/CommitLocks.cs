using Agent.Native.FileSystem;

namespace Agent.Files;

/// <summary>
/// Between the look at what is there and the rename over it nobody else may rename: one lock a file, or rather one of a
/// few for all files whose directory and name hash to it.
/// </summary>
internal static class CommitLocks
{
    private static readonly Lock[] Stripes = [.. Enumerable.Range(0, 64).Select(static _ => new Lock())];

    public static Lock For(Place place)
    {
        var directory = FileStatus.Of(place.Directory) ?? throw place.Failure();
        var hash = HashCode.Combine(directory.Device, directory.Inode, FileNames.Text(place.Name));
        return Stripes[(uint)hash % (uint)Stripes.Length];
    }
}
