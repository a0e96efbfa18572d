using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ide.Core.Protocol.Files;

namespace Ide.Web.Explorer;

/// <summary>A name that somebody types: for a new entry, or for one that is there.</summary>
/// <param name="Folder">Where it will be.</param>
/// <param name="Renames">What gets the new name; null for a new entry.</param>
public sealed record NameEdit(SandboxPath Folder, bool IsFolder, SandboxPath? Renames = null)
{
    private const int MostBytes = 255;
    private const string NewFile = "file", NewFolder = "folder", Rename = "rename";

    /// <summary>Why the typed name will not do, or what the sandbox said; null while nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>What the name is for, by which the edit is known again after the page was loaded anew.</summary>
    public string Text => Renames is { } renamed ? $"{Rename} {renamed}" : $"{(IsFolder ? NewFolder : NewFile)} {Folder}";

    /// <param name="text">As <see cref="Text"/> has it; of what is renamed, it does not tell whether that is a folder.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out NameEdit? edit)
    {
        edit = text.Split(' ', 2) is [var kind, var rest] && SandboxPath.TryParse(rest, out var path)
            ? kind switch
            {
                NewFile => new(path, IsFolder: false),
                NewFolder => new(path, IsFolder: true),
                Rename => new(path.Parent, IsFolder: false, path),
                _ => null,
            }
            : null;
        return edit is not null;
    }

    /// <summary>The path that a name comes to. A new entry may lie in folders that are made with it: <c>a/b/c.txt</c>.</summary>
    /// <returns>Null when the name will not do, which <paramref name="problem"/> explains.</returns>
    public SandboxPath? Resolve(string name, out string? problem)
    {
        var segments = Renames is null ? name.Split('/', StringSplitOptions.RemoveEmptyEntries) : [name];
        problem = segments.Length == 0 ? "A name is needed." : segments.Select(ProblemOf).FirstOrDefault(static each => each is not null);
        return problem is null ? segments.Aggregate(Folder, static (path, segment) => path.Child(segment)) : null;
    }

    /// <summary>How much of the name before is likely to be typed over: not a file's ending. Of a new entry, nothing.</summary>
    public int StemOf(string name) =>
        Renames is null ? 0 : !IsFolder && name.LastIndexOf('.') is > 0 and var dot ? dot : name.Length;

    private static string? ProblemOf(string name) => name switch
    {
        "" => "A name is needed.",
        "." or ".." => "This name means something else.",
        _ when name.AsSpan().ContainsAny('/', '\0') => "A name has no slash.",
        _ when Encoding.UTF8.GetByteCount(name) > MostBytes => $"A name has at most {MostBytes} bytes.",
        _ => null,
    };
}
