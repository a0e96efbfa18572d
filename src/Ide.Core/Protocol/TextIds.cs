using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Protocol;

/// <summary>A value that travels as text. Holding one proves that the text was checked where it came in.</summary>
public interface ITextValue<TSelf>
    where TSelf : struct, ITextValue<TSelf>
{
    /// <summary>The text as it travels.</summary>
    string Value { get; }

    /// <summary>What a client is told when its text is refused, for example "1 to 64 of A-Z, a-z, 0-9, _ and -".</summary>
    static abstract string Rule { get; }

    static abstract bool TryParse([NotNullWhen(true)] string? text, out TSelf value);
}

/// <summary>Reads and writes an <see cref="ITextValue{TSelf}"/> as a JSON string; refuses text that breaks its rule.</summary>
public sealed class TextValueConverter<T> : JsonConverter<T>
    where T : struct, ITextValue<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && T.TryParse(reader.GetString(), out var value)
            ? value
            : throw new BrokenRuleException($"Expected {T.Rule}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), out var value) ? value : throw new BrokenRuleException($"Expected {T.Rule}.");

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);
}

/// <summary>The alphabets that ids are made of.</summary>
internal static class TextRules
{
    public const string TagRule = "1 to 64 of A-Z, a-z, 0-9, _ and -";

    public static bool IsTag([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= 64 } && !text.AsSpan().ContainsAnyExcept(TagCharacters);

    private static readonly System.Buffers.SearchValues<char> TagCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>A fresh id of 16 characters: 80 random bits, readable, in the alphabet of every id.</summary>
    public static string NewTag(string prefix)
    {
        const string alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
        return prefix + string.Create(16, alphabet, static (characters, letters) =>
        {
            foreach (ref var character in characters)
            {
                character = letters[Random.Shared.Next(letters.Length)];
            }
        });
    }
}
