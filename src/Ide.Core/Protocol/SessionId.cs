using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol;

/// <summary>Names one shell session of a sandbox.</summary>
[JsonConverter(typeof(TextValueConverter<SessionId>))]
public readonly record struct SessionId : ITextValue<SessionId>
{
    private SessionId(string value) => Value = value;

    /// <inheritdoc/>
    public string Value { get; }

    /// <inheritdoc/>
    public static string Rule => TextRules.TagRule;

    public static SessionId New() => new(TextRules.NewTag("ses-"));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? text, out SessionId value)
    {
        var valid = TextRules.IsTag(text);
        value = valid ? new(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
