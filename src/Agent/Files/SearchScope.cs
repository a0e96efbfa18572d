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

    private readonly PathGlobs _globs = new(request.Include, request.Exclude);

    /// <summary>Whether to look into a directory at all.</summary>
    public bool Enters(string relative) => _globs.Enters(relative, name => !request.Everywhere && IsByTools(name));

    public bool Includes(string relative) => _globs.Includes(relative);
}
