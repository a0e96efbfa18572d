using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Web.Streaming;

/// <summary>
/// Some journal events as one JSON array, serialised once however many viewers get it. Who makes one has checked that the
/// bytes are whole, valid JSON: they go to the browser as they are.
/// </summary>
/// <param name="Json">UTF-8 of the array, brackets included.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct EventBatch(ReadOnlyMemory<byte> Json)
{
    internal sealed class Converter : JsonConverter<EventBatch>
    {
        public override EventBatch Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Events only ever go to the browser.");

        public override void Write(Utf8JsonWriter writer, EventBatch value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
