using System.Text;
using System.Text.Unicode;
using Agent.Http;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Streams;

namespace Agent.Files;

/// <summary>A file of any size as Server-Sent Events; a slow reader slows only itself.</summary>
internal static class ReadFileStream
{
    /// <summary>Bytes of the file in one event.</summary>
    private const int ChunkBytes = 48 * 1024; // a multiple of 3: base64 without padding in the middle

    public static async Task RunAsync(FileContent content, FileEncoding? asked, SseWriter sse, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        var (held, offset, id) = (0, 0L, 0L);
        var first = content.Read(buffer, 0);
        var isText = FileText.IsText(buffer.AsSpan(0, WholeCharacters(buffer.AsSpan(0, first))));
        var encoding = asked ?? (isText ? FileEncoding.Utf8 : FileEncoding.Base64);

        await sse.StartAsync(cancellationToken);
        Write(new FileStreamEvent.Metadata(MimeTypes.Of(content.Path.Name, isText), content.Status.Size, !isText, encoding));
        try
        {
            while (content.Read(buffer.AsSpan(held), offset + held) is var count && held + count > 0)
            {
                held += count;

                // At the end of the file a torn character is not waited for.
                var whole = count == 0 || encoding == FileEncoding.Base64 ? held : WholeCharacters(buffer.AsSpan(0, held));
                Write(ChunkOf(buffer.AsSpan(0, whole), encoding));
                buffer.AsSpan(whole, held - whole).CopyTo(buffer);
                (held, offset) = (held - whole, offset + whole);
                await sse.FlushAsync(cancellationToken);
            }

            Write(new FileStreamEvent.Complete(offset));
        }
        catch (AgentException failure)
        {
            Write(new FileStreamEvent.Failed(failure.Message, failure.Code.ToWire()));
        }

        await sse.FlushAsync(cancellationToken);

        void Write(FileStreamEvent value) => sse.Write(++id, value, FilesJson.Relaxed.FileStreamEvent);
    }

    private static int WholeCharacters(ReadOnlySpan<byte> bytes) => bytes.Length - Utf8Text.IncompleteTail(bytes);

    private static FileStreamEvent.Chunk ChunkOf(ReadOnlySpan<byte> bytes, FileEncoding encoding) =>
        encoding == FileEncoding.Base64 ? new(Convert.ToBase64String(bytes))
        : Utf8.IsValid(bytes) ? new(Encoding.UTF8.GetString(bytes))
        : new(Convert.ToBase64String(bytes), FileEncoding.Base64);
}
