using System.Text.Json;

namespace Ide.Web.Streaming;

/// <summary>What the server must know of one event: its place, and whether it is one of those that steer the feed.</summary>
/// <param name="Seq">0 for an event that is not kept.</param>
/// <param name="Mark">The seq that <c>caught_up</c> and <c>truncated</c> carry.</param>
internal readonly record struct JournalLine(JournalLineKind Kind, long Seq, long Mark)
{
    /// <summary>Deeper nesting than this no chart and no JSON result has that a browser could show.</summary>
    private const int MaxDepth = 512;

    /// <summary>
    /// Reads one line of the Agent's NDJSON, all of it: it goes to browsers as it is, so it must be exactly one JSON object,
    /// whatever the sandbox may have made of its Agent.
    /// </summary>
    /// <exception cref="JsonException">It is not.</exception>
    public static JournalLine Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An event is a JSON object.");
        }

        var (kind, seq, mark) = (JournalLineKind.Event, 0L, 0L);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isSeq) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("seq"u8));
            var isMark = reader.ValueTextEquals("lastSeq"u8) || reader.ValueTextEquals("firstSeq"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                kind = KindOf(ref reader);
            }
            else if ((isSeq || isMark) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0)
            {
                (seq, mark) = isSeq ? (number, mark) : (seq, number);
            }
            else
            {
                reader.Skip();
            }
        }

        if (reader.Read())
        {
            throw new JsonException("An event is one JSON object and nothing more.");
        }

        return new(kind, seq, mark);
    }

    private static JournalLineKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("caught_up"u8) ? JournalLineKind.CaughtUp
        : reader.ValueTextEquals("keep_alive"u8) ? JournalLineKind.KeepAlive
        : reader.ValueTextEquals("truncated"u8) ? JournalLineKind.Truncated
        : JournalLineKind.Event;
}

internal enum JournalLineKind
{
    Event,
    CaughtUp,
    KeepAlive,
    Truncated,
}
