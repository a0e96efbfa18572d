using Ide.Core.Protocol.Errors;

namespace Agent.Files;

/// <summary>
/// A pattern for relative paths, as <c>.gitignore</c> has them: without <c>/</c> it is of any name, with one it is of the path from
/// the top. A path below a match matches, too. No pattern takes more than (its length × the path's) steps.
/// </summary>
internal sealed class PathGlob
{
    private const int MostLength = 1024;
    private const int MostAlternatives = 64;

    private readonly IReadOnlyList<string[]> _alternatives;

    private PathGlob(IReadOnlyList<string[]> alternatives) => _alternatives = alternatives;

    /// <summary>Characters, with all that braces stand for: what a path is compared with.</summary>
    public int Length => _alternatives.Sum(static pattern => pattern.Sum(static segment => segment.Length + 1));

    /// <param name="text">As a caller sent it: a list in JSON may hold nulls.</param>
    /// <exception cref="AgentException">None, too long, or too many alternatives.</exception>
    public static PathGlob Parse(string field, string? text)
    {
        var patterns = text is null or { Length: > MostLength } ? [] : Expand(text);
        return patterns.Count is 0 or > MostAlternatives
            ? throw AgentException.Invalid(field, $"expected globs of at most {MostLength} characters and {MostAlternatives} alternatives in braces")
            : new([.. patterns.Select(SegmentsOf)]);
    }

    /// <summary>Whether the path, or a directory that it lies in, is meant.</summary>
    public bool Matches(string relative)
    {
        var path = relative.Split('/');
        return _alternatives.Any(pattern => Enumerable.Range(1, path.Length).Any(length => MatchesPath(pattern, path.AsSpan(0, length))));
    }

    /// <summary>Whether the pattern itself speaks of a directory of this name, so that somebody wants to see into it.</summary>
    public bool Names(string directory) => _alternatives.Any(pattern => pattern.Contains(directory));

    private static string[] SegmentsOf(string pattern)
    {
        var isAnchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static segment => segment != ".");
        return isAnchored ? [.. segments] : ["**", .. segments];
    }

    private static List<string> Expand(string pattern)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        var close = open < 0 ? -1 : pattern.IndexOf('}', open);
        if (close < 0)
        {
            return [pattern];
        }

        // The innermost braces first, so that those around them find plain text.
        open = pattern.LastIndexOf('{', close);
        var expanded = new List<string>();
        foreach (var choice in pattern[(open + 1)..close].Split(','))
        {
            expanded.AddRange(Expand(pattern[..open] + choice + pattern[(close + 1)..]));
            if (expanded.Count > MostAlternatives)
            {
                break;
            }
        }

        return expanded;
    }

    /// <summary>Segments against segments; <c>**</c> is any number of them. A star that did not fit takes one more.</summary>
    private static bool MatchesPath(string[] pattern, ReadOnlySpan<string> path)
    {
        var (at, star, retry) = (0, -1, 0);
        for (var i = 0; i < path.Length;)
        {
            if (at < pattern.Length && pattern[at] == "**")
            {
                (star, retry) = (at++, i);
            }
            else if (at < pattern.Length && MatchesName(pattern[at], path[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).IndexOfAnyExcept("**") < 0;
    }

    private static bool MatchesName(string pattern, string name)
    {
        var (at, star, retry) = (0, -1, 0);
        for (var i = 0; i < name.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, retry) = (at++, i);
            }
            else if (at < pattern.Length && MatchesOne(pattern, at, name[i], out var next))
            {
                at = next;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).IndexOfAnyExcept('*') < 0;
    }

    /// <remarks>
    /// A set has at least one character, so a <c>]</c> that comes first is in it. Without one that closes it, the bracket stands for itself.
    /// </remarks>
    private static bool MatchesOne(string pattern, int at, char character, out int next)
    {
        var isNegated = pattern.AsSpan(at) is ['[', '!' or '^', ..];
        var first = at + (isNegated ? 2 : 1);
        var close = pattern[at] == '[' ? pattern.IndexOf(']', Math.Min(first + 1, pattern.Length)) : -1;
        if (close < 0)
        {
            next = at + 1;
            return pattern[at] == '?' || pattern[at] == character;
        }

        next = close + 1;
        var set = pattern.AsSpan(first, close - first);
        var isIn = false;
        for (var i = 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-';
            isIn |= isRange ? character >= set[i] && character <= set[i + 2] : character == set[i];
            i += isRange ? 2 : 0;
        }

        return isIn != isNegated;
    }
}
