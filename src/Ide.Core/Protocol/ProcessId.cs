using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one background process of a sandbox. Not a pid: those are reused, this is not.</summary>
[JsonConverter(typeof(TextValueConverter<ProcessId>))]
public readonly record struct ProcessId : ITextValue<ProcessId>
{
    private ProcessId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule => TextRules.TagRule;

    public static ProcessId New() => new(TextRules.NewTag("proc-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out ProcessId value)
    {
        var valid = TextRules.IsTag(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
