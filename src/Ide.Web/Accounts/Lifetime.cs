using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>How long something is good for, as requests say it: <c>"30s"</c>, <c>"10m"</c>, <c>"12h"</c>, <c>"7d"</c>, or a number of seconds.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct Lifetime(TimeSpan Value)
{
    private const string Rule = "Expected a time like \"30s\", \"10m\", \"12h\" or \"7d\", of at most ten years.";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public static bool TryParse([NotNullWhen(true)] string? text, out Lifetime lifetime)
    {
        lifetime = default;
        if (text is not { Length: > 1 }
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var unit = text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        return unit > 0 && TryMake(count, unit, out lifetime);
    }

    private static bool TryMake(long count, long seconds, out Lifetime lifetime)
    {
        var valid = count > 0 && count <= (long)Longest.TotalSeconds / seconds;
        lifetime = valid ? new(TimeSpan.FromSeconds(count * seconds)) : default;
        return valid;
    }

    internal sealed class Converter : JsonConverter<Lifetime>
    {
        public override Lifetime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var seconds)
                && TryMake(seconds, 1, out var lifetime))
            || (reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out lifetime))
                ? lifetime
                : throw new BrokenRuleException(Rule);

        public override void Write(Utf8JsonWriter writer, Lifetime value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{(long)value.Value.TotalSeconds}s");
    }
}
