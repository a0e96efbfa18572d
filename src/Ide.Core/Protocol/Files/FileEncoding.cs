using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Protocol.Files;

/// <summary>How a file's bytes travel inside JSON.</summary>
[JsonConverter(typeof(FileEncodingConverter))]
public enum FileEncoding
{
    Utf8,
    Base64,
}

/// <summary>Reads <c>utf-8</c>, <c>utf8</c> and <c>base64</c>; writes <c>utf-8</c> and <c>base64</c>.</summary>
public sealed class FileEncodingConverter : JsonConverter<FileEncoding>
{
    /// <inheritdoc/>
    public override FileEncoding Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? reader.GetString() : null)?.ToLowerInvariant() switch
        {
            "utf-8" or "utf8" => FileEncoding.Utf8,
            "base64" => FileEncoding.Base64,
            _ => throw new BrokenRuleException("Expected utf-8 or base64."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FileEncoding value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value == FileEncoding.Base64 ? "base64"u8 : "utf-8"u8);
}
