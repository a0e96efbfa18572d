using System.Buffers.Binary;
using System.Text.Json;
using Agent.Journal;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// A run's own events on disk. The first record is the fingerprint of its request with the run's description; each
/// further one is an event: 32 bytes for a piece of output, whose text is in the output file, JSON for the others.
/// </summary>
internal static class RunLog
{
    private const byte HeaderKind = (byte)'H';
    private const byte OutputKind = (byte)'O';
    private const byte EventKind = (byte)'J';

    public static void SetHeader(this RecordBuffer record, ulong fingerprint, RunStarted started)
    {
        Span<byte> head = stackalloc byte[9];
        head[0] = HeaderKind;
        BinaryPrimitives.WriteUInt64LittleEndian(head[1..], fingerprint);
        record.Set([.. head, .. JournalLine.Of(started)]);
    }

    public static void SetEvent(this RecordBuffer record, JournalEvent happened) => record.Set([EventKind, .. JournalLine.Of(happened)]);

    public static void SetOutput(this RecordBuffer record, RunOutput output, bool isText)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        bytes[0] = OutputKind;
        bytes[1] = (byte)output.Stream;
        bytes[2] = isText ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], output.Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], output.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], output.At.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], output.Seq ?? 0);
        record.Set(bytes);
    }

    public static bool IsHeader(ReadOnlySpan<byte> record) => record[0] == HeaderKind;

    public static bool IsOutput(ReadOnlySpan<byte> record) => record[0] == OutputKind;

    public static (ulong Fingerprint, RunStarted Started) ReadHeader(ReadOnlySpan<byte> record) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(record[1..]), (RunStarted)Parse(record[9..]));

    /// <summary>The event in a record. Of output it has the place and no text; Encoding says whether the bytes are text.</summary>
    public static JournalEvent ReadEvent(ReadOnlySpan<byte> record, RunStarted run) => record[0] switch
    {
        OutputKind => new RunOutput
        {
            RunId = run.RunId,
            Actor = run.Actor,
            Stream = (OutputStream)record[1],
            Encoding = record[2] == 1 ? null : "base64",
            Length = BinaryPrimitives.ReadInt32LittleEndian(record[4..]),
            Offset = BinaryPrimitives.ReadInt64LittleEndian(record[8..]),
            At = new(BinaryPrimitives.ReadInt64LittleEndian(record[16..]), TimeSpan.Zero),
            Seq = BinaryPrimitives.ReadInt64LittleEndian(record[24..]),
        },
        _ => Parse(record[1..]),
    };

    private static JournalEvent Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, JournalJson.Relaxed.JournalEvent) ?? throw new JsonException("An event is null.");
}
