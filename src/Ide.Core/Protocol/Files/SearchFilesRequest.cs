namespace Ide.Core.Protocol.Files;

/// <summary>Looks for a text in all files below a directory. Lines are looked at one by one; links are not followed.</summary>
/// <param name="Query">A text, or with <paramref name="Regex"/> a regular expression as .NET has them; one line.</param>
/// <param name="WholeWord">Only where no letter, digit or <c>_</c> goes on before or after.</param>
/// <param name="Include">At most 100 globs; only files that one of them matches. See <see cref="Exclude"/>.</param>
/// <param name="Exclude">
/// At most 100 globs. One without <c>/</c> is of a name at any depth, one with <c>/</c> is of the path from the searched directory on; what
/// matches a directory matches all in it. <c>*</c>, <c>?</c>, <c>**</c>, <c>[a-z]</c> and <c>{a,b}</c> are known.
/// </param>
/// <param name="Everywhere">Also in the directories that tools fill, such as <c>node_modules</c> and <c>.git</c>.</param>
/// <param name="Replacement">Tells for each match what would stand in its place; with <paramref name="Regex"/> <c>$1</c> is a group.</param>
/// <param name="MaxMatches">10,000 when absent, at most 100,000.</param>
public sealed record SearchFilesRequest(
    SandboxPath Path,
    string Query,
    bool Regex = false,
    bool CaseSensitive = false,
    bool WholeWord = false,
    IReadOnlyList<string>? Include = null,
    IReadOnlyList<string>? Exclude = null,
    bool Everywhere = false,
    string? Replacement = null,
    int? MaxMatches = null);
