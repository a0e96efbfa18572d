using System.Text.Json;
using Ide.Core.Protocol.Journal;

namespace Agent.Journal;

/// <summary>An event as one line of JSON, and what can be read off such a line without parsing it.</summary>
internal static class JournalLine
{
    private static ReadOnlySpan<byte> Head => "{\"type\":\""u8;

    public static byte[] Of(JournalEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, JournalJson.Relaxed.JournalEvent);

    /// <summary>The event's type on the wire. The serializer writes it first.</summary>
    public static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> line)
    {
        var rest = line[Head.Length..];
        return rest[..rest.IndexOf((byte)'"')];
    }

    /// <summary>The event's number, which follows its type; null for what is not kept.</summary>
    public static long? SeqOf(ReadOnlySpan<byte> line)
    {
        var rest = line[(Head.Length + TypeOf(line).Length)..];
        var mark = "\",\"seq\":"u8;
        return rest.StartsWith(mark) && System.Buffers.Text.Utf8Parser.TryParse(rest[mark.Length..], out long seq, out _)
            ? seq
            : null;
    }
}
