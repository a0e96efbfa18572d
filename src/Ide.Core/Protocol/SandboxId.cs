using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one sandbox. Short and lower case, so that port, id and a token fit one DNS label.</summary>
[JsonConverter(typeof(TextValueConverter<SandboxId>))]
public readonly record struct SandboxId : ITextValue<SandboxId>
{
    /// <summary>The longest id, in characters: what port (5) and token (16) leave of a DNS label of 63.</summary>
    public const int MaxLength = 40;

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create("www", "api", "admin", "root", "system");

    private SandboxId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule =>
        "1 to 40 of a-z, 0-9 and -, neither first nor last a -, and not www, api, admin, root or system";

    public static SandboxId New() => new(TextRules.NewTag("sb-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SandboxId value)
    {
        var valid = text is { Length: > 0 and <= MaxLength }
            && text[0] != '-' && text[^1] != '-'
            && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
            && !Reserved.Contains(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
