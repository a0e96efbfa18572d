namespace Agent.Files;

/// <summary>Which paths of a tree are meant, relative to its top: those that a glob includes, or all where none does, without the excluded.</summary>
internal sealed class PathGlobs(IReadOnlyList<string>? include, IReadOnlyList<string>? exclude)
{
    private readonly PathGlob[] _include = [.. (include ?? []).Select(static glob => PathGlob.Parse("include", glob))];
    private readonly PathGlob[] _exclude = [.. (exclude ?? []).Select(static glob => PathGlob.Parse("exclude", glob))];

    public bool Includes(string relative) =>
        (_include.Length == 0 || _include.Any(glob => glob.Matches(relative))) && !_exclude.Any(glob => glob.Matches(relative));

    /// <summary>Whether to go into a directory at all.</summary>
    /// <param name="isOpaque">Says of a directory's name whether it is passed over unless a glob names it.</param>
    public bool Enters(string relative, Func<string, bool> isOpaque)
    {
        var name = relative[(relative.LastIndexOf('/') + 1)..];
        return (!isOpaque(name) || _include.Any(glob => glob.Names(name))) && !_exclude.Any(glob => glob.Matches(relative));
    }
}
