using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>Names one record of kind <typeparamref name="T"/>. Also its file's name, so its alphabet is kept narrow.</summary>
[JsonConverter(typeof(IdConverterFactory))]
internal readonly record struct Id<T>
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    private Id(string value) => Value = value;

    public string Value { get; }

    public static Id<T> New() => new(RandomNumberGenerator.GetString(Alphabet, 16));

    public static bool TryParse([NotNullWhen(true)] string? text, out Id<T> id)
    {
        var valid = text is { Length: > 0 and <= 32 } && !text.AsSpan().ContainsAnyExcept(Allowed);
        id = valid ? new(text!) : default;
        return valid;
    }

    public override string ToString() => Value;
}

/// <summary>Ids are plain strings in JSON.</summary>
internal sealed class IdConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Id<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;

    private sealed class Converter<T> : JsonConverter<Id<T>>
    {
        public override Id<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id<T>.TryParse(reader.GetString(), out var id) ? id : throw new BrokenRuleException("Expected an id.");

        public override void Write(Utf8JsonWriter writer, Id<T> value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
