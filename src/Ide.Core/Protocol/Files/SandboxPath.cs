using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>
/// A path as the user's programs mean it. Holding one proves that it is absolute, free of NUL, and without empty or
/// <c>.</c> segments. A <c>..</c> stays: where it leads, the kernel says, after the links before it.
/// </summary>
[JsonConverter(typeof(TextValueConverter<SandboxPath>))]
public readonly record struct SandboxPath : ITextValue<SandboxPath>
{
    private SandboxPath(string value) => Value = value;

    /// <inheritdoc/>
    public string Value => field ?? "/";

    /// <inheritdoc/>
    public static string Rule => "a path of at least one character and without NUL; a relative one starts at /workspace";

    /// <summary>Where relative paths start.</summary>
    public static SandboxPath Workspace { get; } = new("/workspace");

    /// <summary>The last segment; empty for <c>/</c>.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The path without its last segment; of <c>/</c> itself.</summary>
    public SandboxPath Parent => Value.LastIndexOf('/') is > 0 and var slash ? new(Value[..slash]) : new("/");

    /// <param name="name">One name, as a directory lists it.</param>
    public SandboxPath Child(string name) => new(Value.Length == 1 ? $"/{name}" : $"{Value}/{name}");

    /// <summary>What <paramref name="text"/> names when it is read in this directory, as the target of a link is.</summary>
    public SandboxPath Resolve(string text) => text.StartsWith('/') ? new(Normalise(text)) : new(Normalise($"{Value}/{text}"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SandboxPath value)
    {
        var valid = text is { Length: > 0 } && !text.Contains('\0', StringComparison.Ordinal);
        value = valid ? Workspace.Resolve(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string Normalise(string text)
    {
        var segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static segment => segment != ".");
        return "/" + string.Join('/', segments);
    }
}
