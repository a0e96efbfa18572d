using System.Buffers.Text;
using System.Text.Json;

namespace Bench.Measuring;

/// <summary>
/// Takes the text out of a JSON object without making strings of it: output comes by the hundred megabytes, and it is
/// not the client that is measured. Not safe for use by two threads.
/// </summary>
internal sealed class StreamedText
{
    private byte[] _text = new byte[64 * 1024];

    /// <summary>Hands the text to <paramref name="take"/>.</summary>
    /// <param name="json">An object such as <c>{"type":"stdout","text":"…"}</c>.</param>
    /// <param name="property">The name of the property that holds the text.</param>
    public void Take(ReadOnlySpan<byte> json, ReadOnlySpan<byte> property, Action<ReadOnlySpan<byte>> take)
    {
        var reader = new Utf8JsonReader(json);
        var length = 0;
        var base64 = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isText = reader.ValueTextEquals(property);
            var isEncoding = reader.ValueTextEquals("encoding"u8);
            reader.Read();
            if (isText)
            {
                length = Copy(ref reader);
            }
            else if (isEncoding)
            {
                base64 = reader.ValueTextEquals("base64"u8);
            }
            else
            {
                reader.Skip();
            }
        }

        if (base64)
        {
            Base64.DecodeFromUtf8InPlace(_text.AsSpan(0, length), out length);
        }

        take(_text.AsSpan(0, length));
    }

    /// <returns>The value of the object's string property; null when it has none of that name.</returns>
    public static string? Property(ReadOnlySpan<byte> json, ReadOnlySpan<byte> property)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isWanted = reader.ValueTextEquals(property);
            reader.Read();
            if (isWanted)
            {
                return reader.GetString();
            }

            reader.Skip();
        }

        return null;
    }

    private int Copy(ref Utf8JsonReader reader)
    {
        var atMost = reader.ValueSpan.Length;
        if (atMost > _text.Length)
        {
            _text = new byte[atMost * 2];
        }

        return reader.CopyString(_text);
    }
}
