using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one code context (an interpreter with its variables) of a sandbox.</summary>
[JsonConverter(typeof(TextValueConverter<ContextId>))]
public readonly record struct ContextId : ITextValue<ContextId>
{
    private ContextId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule => TextRules.TagRule;

    public static ContextId New() => new(TextRules.NewTag("ctx-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ContextId value)
    {
        var valid = TextRules.IsTag(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
