using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Protocol;

/// <summary>An enum as the name of its member and nothing else: a number would also make members that there are not.</summary>
public sealed class NamedEnumConverter<TEnum> : JsonConverter<TEnum>
    where TEnum : struct, Enum
{
    private static readonly JsonConverter<TEnum> Names =
        (JsonConverter<TEnum>)new JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false).CreateConverter(typeof(TEnum), new());

    private static readonly string Rule = RuleOf([.. Enum.GetValues<TEnum>().Select(static member => NameOf(member))]);

    public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Names.Read(ref reader, typeToConvert, options);
        }
        catch (JsonException)
        {
            throw new BrokenRuleException(Rule);
        }
    }

    public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => Names.Write(writer, value, options);

    private static string RuleOf(string[] names) =>
        names is [var only] ? $"Expected {only}." : $"Expected {string.Join(", ", names[..^1])} or {names[^1]}.";

    private static string NameOf(TEnum member)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Names.Write(writer, member, new());
        }

        return Encoding.UTF8.GetString(buffer.ToArray()).Trim('"');
    }
}
