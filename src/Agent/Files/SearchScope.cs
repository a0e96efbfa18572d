using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>Which files a search looks into.</summary>
internal sealed class SearchScope(SearchFilesRequest request)
{
    /// <summary>Directories that tools fill with what nobody wrote.</summary>
    private static readonly HashSet<string> ByTools =
    [
        ".git", ".hg", ".svn", "node_modules", "bower_components", "__pycache__", ".venv", ".mypy_cache", ".pytest_cache", ".ruff_cache",
        ".tox", ".ipynb_checkpoints",
    ];

    /// <summary>Whether a directory of this name is one of those.</summary>
    public static bool IsByTools(string name) => ByTools.Contains(name);

    private readonly PathGlob[] _include = [.. (request.Include ?? []).Select(static glob => PathGlob.Parse("include", glob))];
    private readonly PathGlob[] _exclude = [.. (request.Exclude ?? []).Select(static glob => PathGlob.Parse("exclude", glob))];

    /// <summary>Whether to look into a directory at all.</summary>
    public bool Enters(string relative)
    {
        var name = relative[(relative.LastIndexOf('/') + 1)..];
        var isWanted = request.Everywhere || !ByTools.Contains(name) || _include.Any(glob => glob.Names(name));
        return isWanted && !_exclude.Any(glob => glob.Matches(relative));
    }

    public bool Includes(string relative) =>
        (_include.Length == 0 || _include.Any(glob => glob.Matches(relative))) && !_exclude.Any(glob => glob.Matches(relative));
}
