using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one terminal of a sandbox.</summary>
[JsonConverter(typeof(TextValueConverter<TerminalId>))]
public readonly record struct TerminalId : ITextValue<TerminalId>
{
    private TerminalId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule => TextRules.TagRule;

    public static TerminalId New() => new(TextRules.NewTag("term-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out TerminalId value)
    {
        var valid = TextRules.IsTag(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
