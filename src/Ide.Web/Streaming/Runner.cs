namespace Ide.Web.Streaming;

/// <summary>How a file is run, by its extension.</summary>
/// <param name="Language">In a context of this language; null: by a command.</param>
/// <param name="Command">The program that gets the file.</param>
internal sealed record Runner(string? Language, string? Command)
{
    private static readonly Dictionary<string, Runner> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".py"] = new("python", null),
        [".js"] = new("javascript", null),
        [".mjs"] = new("javascript", null),
        [".cjs"] = new("javascript", null),
        [".ts"] = new("typescript", null),
        [".mts"] = new("typescript", null),
        [".sh"] = new(null, "bash"),
        [".bash"] = new(null, "bash"),
    };

    public static string Extensions { get; } = string.Join(", ", ByExtension.Keys);

    public static Runner? For(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path));
}
