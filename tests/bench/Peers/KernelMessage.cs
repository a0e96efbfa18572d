using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Bench.Peers;

/// <summary>
/// One message of a Jupyter kernel on its socket, in the framing that JupyterLab asks for
/// (<c>v1.kernel.websocket.jupyter.org</c>): the count of offsets, the offsets, each eight bytes with the lowest first;
/// then, between one offset and the next, the channel and the four parts of the message.
/// </summary>
internal static class KernelMessage
{
    public const string Subprotocol = "v1.kernel.websocket.jupyter.org";

    private const int Header = 1;
    private const int Parent = 2;
    private const int Content = 4;

    /// <param name="id">Comes back as the parent of everything that the message causes.</param>
    public static byte[] Write(string id, string type, object content)
    {
        var header = new { msg_id = id, msg_type = type, username = "bench", session = "bench", date = "2025-01-01T00:00:00Z", version = "5.3" };
        byte[][] parts =
        [
            Encoding.UTF8.GetBytes("shell"), JsonSerializer.SerializeToUtf8Bytes(header), "{}"u8.ToArray(), "{}"u8.ToArray(),
            JsonSerializer.SerializeToUtf8Bytes(content),
        ];
        var offset = sizeof(ulong) * (parts.Length + 2);
        var message = new byte[offset + parts.Sum(static part => part.Length)];
        BinaryPrimitives.WriteUInt64LittleEndian(message, (ulong)(parts.Length + 1));
        for (var i = 0; i < parts.Length; i++)
        {
            WriteOffset(message, i, offset);
            parts[i].CopyTo(message, offset);
            offset += parts[i].Length;
        }

        WriteOffset(message, parts.Length, offset);
        return message;
    }

    /// <returns>The kind of message, what it answers, and its content.</returns>
    public static (string Type, string? Parent, ReadOnlyMemory<byte> Content) Read(ReadOnlyMemory<byte> message) =>
        (StreamedText.Property(Part(message, Header).Span, "msg_type"u8)!,
            StreamedText.Property(Part(message, Parent).Span, "msg_id"u8),
            Part(message, Content));

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> message, int part)
    {
        var start = ReadOffset(message.Span, part);
        return message[start..ReadOffset(message.Span, part + 1)];
    }

    private static int ReadOffset(ReadOnlySpan<byte> message, int index) =>
        (int)BinaryPrimitives.ReadUInt64LittleEndian(message[(sizeof(ulong) * (index + 1))..]);

    private static void WriteOffset(Span<byte> message, int index, int offset) =>
        BinaryPrimitives.WriteUInt64LittleEndian(message[(sizeof(ulong) * (index + 1))..], (ulong)offset);
}
