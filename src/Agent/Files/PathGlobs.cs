using Ide.Core.Protocol.Errors;

namespace Agent.Files;

/// <summary>
/// Which paths of a tree are meant, relative to its top: those that a glob includes, or all where none does, without the excluded.
/// What each of the two lists comes to is bounded: every path of the tree is compared with all of it.
/// </summary>
/// <exception cref="AgentException">A bad glob, or too many.</exception>
internal sealed class PathGlobs(IReadOnlyList<string>? include, IReadOnlyList<string>? exclude)
{
    private const int MostGlobs = 100;
    private const int MostLength = 64 * 1024;

    private readonly PathGlob[] _include = Parse("include", include);
    private readonly PathGlob[] _exclude = Parse("exclude", exclude);

    public bool Includes(string relative) =>
        (_include.Length == 0 || _include.Any(glob => glob.Matches(relative))) && !_exclude.Any(glob => glob.Matches(relative));

    /// <summary>Whether to go into a directory at all.</summary>
    /// <param name="isOpaque">Says of a directory's name whether it is passed over unless a glob names it.</param>
    public bool Enters(string relative, Func<string, bool> isOpaque)
    {
        var name = relative[(relative.LastIndexOf('/') + 1)..];
        return (!isOpaque(name) || _include.Any(glob => glob.Names(name))) && !_exclude.Any(glob => glob.Matches(relative));
    }

    private static PathGlob[] Parse(string field, IReadOnlyList<string>? globs)
    {
        if (globs is { Count: > MostGlobs })
        {
            throw AgentException.Invalid(field, $"expected at most {MostGlobs} globs");
        }

        PathGlob[] parsed = [.. (globs ?? []).Select(glob => PathGlob.Parse(field, glob))];
        return parsed.Sum(static glob => glob.Length) > MostLength
            ? throw AgentException.Invalid(field, $"expected globs of at most {MostLength} characters in all, with what braces stand for")
            : parsed;
    }
}
