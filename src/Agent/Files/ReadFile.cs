using System.Text;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>A whole file inside JSON.</summary>
internal static class ReadFile
{
    /// <summary>The largest file, in bytes: what a JSON body may be. Larger ones have the raw route.</summary>
    public const int MostBytes = 32 << 20;

    public static ReadFileAnswer Run(SandboxRoot root, ReadFileRequest request, DateTimeOffset now)
    {
        using var content = FileContent.Open(root, request.Path);
        var bytes = content.ReadAll(MostBytes).Span;
        var isText = FileText.IsText(bytes);
        var encoding = request.Encoding switch
        {
            FileEncoding.Base64 => FileEncoding.Base64,

            // Asked for as text, NUL and all; but never at the price of changing a byte.
            FileEncoding.Utf8 when isText || System.Text.Unicode.Utf8.IsValid(bytes) => FileEncoding.Utf8,
            null when isText => FileEncoding.Utf8,
            _ => FileEncoding.Base64,
        };
        return new(
            true,
            request.Path,
            encoding == FileEncoding.Utf8 ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes),
            encoding,
            IsBinary: !isText,
            MimeTypes.Of(request.Path.Name, isText),
            bytes.Length,
            now);
    }
}
