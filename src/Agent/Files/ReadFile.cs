using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Agent.Http;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Streams;

namespace Agent.Files;

/// <summary>A whole file inside JSON. One over 1 MiB is read twice and sent piece by piece: however many ask, each holds one piece.</summary>
internal static class ReadFile
{
    /// <summary>The largest file, in bytes: what a JSON body may be. Larger ones have the raw route.</summary>
    public const int MostBytes = 32 << 20;

    private const int SmallBytes = 1 << 20;

    /// <summary>A multiple of 3: base64 without padding in the middle.</summary>
    private const int PieceBytes = 48 * 1024;

    public static async Task AnswerAsync(HttpContext context, SandboxRoot root, ReadFileRequest request, DateTimeOffset now)
    {
        using var content = FileContent.Open(root, request.Path);
        if (content.Status.Size <= SmallBytes)
        {
            await context.Response.WriteAsync(Run(content, request, now), FilesJson.Relaxed.ReadFileAnswer);
            return;
        }

        var (size, isText, isUtf8) = Measure(content);
        var answer = AnswerOf(request, "", size, isText, isUtf8, now);
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, FilesJson.Relaxed.ReadFileAnswer);

        // No string holds it: quotes are escaped there.
        var begin = json.AsSpan().IndexOf("\"content\":\"\""u8) + "\"content\":\""u8.Length;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.BodyWriter.Write(json.AsSpan(0, begin));
        await SendAsync(context, content, size, answer.Encoding);
        context.Response.BodyWriter.Write(json.AsSpan(begin));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    public static ReadFileAnswer Run(SandboxRoot root, ReadFileRequest request, DateTimeOffset now)
    {
        using var content = FileContent.Open(root, request.Path);
        return Run(content, request, now);
    }

    private static ReadFileAnswer Run(FileContent content, ReadFileRequest request, DateTimeOffset now)
    {
        var bytes = content.ReadAll(MostBytes).Span;
        var isUtf8 = Utf8.IsValid(bytes);
        var answer = AnswerOf(request, "", bytes.Length, isUtf8 && FileText.IsText(bytes), isUtf8, now);
        return answer with { Content = answer.Encoding == FileEncoding.Utf8 ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes) };
    }

    private static ReadFileAnswer AnswerOf(ReadFileRequest request, string content, long size, bool isText, bool isUtf8, DateTimeOffset now)
    {
        var encoding = request.Encoding switch
        {
            FileEncoding.Base64 => FileEncoding.Base64,

            // Asked for as text, NUL and all; but never at the price of changing a byte.
            FileEncoding.Utf8 when isUtf8 => FileEncoding.Utf8,
            null when isText => FileEncoding.Utf8,
            _ => FileEncoding.Base64,
        };
        return new(true, request.Path, content, encoding, IsBinary: !isText, MimeTypes.Of(request.Path.Name, isText), size, now);
    }

    /// <exception cref="AgentException">FILE_TOO_LARGE.</exception>
    private static (long Size, bool IsText, bool IsUtf8) Measure(FileContent content)
    {
        content.RefuseLarger(content.Status.Size, MostBytes);
        var buffer = new byte[PieceBytes];
        var (size, held, hasNul, isUtf8) = (0L, 0, false, true);
        while (content.Read(buffer.AsSpan(held), size) is > 0 and var count)
        {
            size += count;
            content.RefuseLarger(size, MostBytes);
            var piece = buffer.AsSpan(0, held + count);
            hasNul |= piece.Contains((byte)0);
            held = Utf8Text.IncompleteTail(piece);
            isUtf8 = isUtf8 && Utf8.IsValid(piece[..^held]);
            piece[^held..].CopyTo(buffer);
        }

        isUtf8 = isUtf8 && held == 0;
        return (size, isUtf8 && !hasNul, isUtf8);
    }

    private static async Task SendAsync(HttpContext context, FileContent content, long size, FileEncoding encoding)
    {
        var body = context.Response.BodyWriter;
        var buffer = new byte[PieceBytes];
        for (var (held, sent) = (0, 0L); sent < size;)
        {
            var room = (int)Math.Min(PieceBytes - held, size - sent - held);
            var count = room == 0 ? 0 : content.Read(buffer.AsSpan(held, room), sent + held);
            var piece = buffer.AsMemory(0, held + count);
            held = encoding == FileEncoding.Utf8 ? Utf8Text.IncompleteTail(piece.Span) : sent + piece.Length == size ? 0 : piece.Length % 3;
            var whole = piece[..^held];
            if (count == 0 || (encoding == FileEncoding.Utf8 && !Utf8.IsValid(whole.Span)))
            {
                // Somebody has written into it since it was measured, so the answer is torn.
                throw new AgentException(ErrorCode.StreamError, $"{content.Path} was changed while it was being read.");
            }

            Write(body, whole.Span, encoding);
            sent += whole.Length;
            piece[^held..].CopyTo(buffer);
            await body.FlushAsync(context.RequestAborted);
        }
    }

    private static void Write(System.IO.Pipelines.PipeWriter body, ReadOnlySpan<byte> piece, FileEncoding encoding)
    {
        if (encoding == FileEncoding.Utf8)
        {
            JsonPieces.WriteEscaped(body, piece);
        }
        else
        {
            JsonPieces.WriteBase64(body, piece);
        }
    }
}
