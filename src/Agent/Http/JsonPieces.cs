using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Encodings.Web;

namespace Agent.Http;

/// <summary>Writes what is between the quotes of a JSON string piece by piece, so that a string of many megabytes holds one piece.</summary>
internal static class JsonPieces
{
    /// <param name="utf8">Whole characters.</param>
    public static void WriteEscaped(PipeWriter body, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(utf8);
            if (plain != 0)
            {
                body.Write(plain < 0 ? utf8 : utf8[..plain]);
            }

            if (plain < 0)
            {
                return;
            }

            utf8 = utf8[plain..];
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(utf8, body.GetSpan(256)[..256], out var consumed, out var written, isFinalBlock: true);
            body.Advance(written);
            utf8 = utf8[consumed..];
        }
    }

    /// <param name="bytes">A multiple of three, but for the last piece.</param>
    public static void WriteBase64(PipeWriter body, ReadOnlySpan<byte> bytes)
    {
        var status = Base64.EncodeToUtf8(bytes, body.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        Debug.Assert(status == OperationStatus.Done, "The room was measured for it.");
        body.Advance(written);
    }
}
