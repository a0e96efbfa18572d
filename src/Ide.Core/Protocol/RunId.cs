using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one run: a command, a background process, code in a context. Made by the caller or by us; unique in its sandbox.</summary>
[JsonConverter(typeof(TextValueConverter<RunId>))]
public readonly record struct RunId : ITextValue<RunId>
{
    private RunId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule => TextRules.TagRule;

    public static RunId New() => new(TextRules.NewTag("run-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId value)
    {
        var valid = TextRules.IsTag(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
