using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Contexts;

/// <summary>A language that contexts speak. Holding one proves that it is one of the three, under its canonical name.</summary>
[JsonConverter(typeof(TextValueConverter<CodeLanguage>))]
public readonly record struct CodeLanguage : ITextValue<CodeLanguage>
{
    private CodeLanguage(string value) => Value = value;

    public static CodeLanguage Python { get; } = new("python");

    public static CodeLanguage JavaScript { get; } = new("javascript");

    public static CodeLanguage TypeScript { get; } = new("typescript");

    /// <inheritdoc/>
    public string Value => field ?? "python";

    /// <inheritdoc/>
    public static string Rule => "python (py, python3), javascript (js, node) or typescript (ts)";

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out CodeLanguage value)
    {
        CodeLanguage? found = text?.ToLowerInvariant() switch
        {
            "python" or "python3" or "py" => Python,
            "javascript" or "js" or "node" => JavaScript,
            "typescript" or "ts" => TypeScript,
            _ => null,
        };
        value = found ?? default;
        return found is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
