using System.Text.Unicode;

namespace Agent.Files;

/// <summary>Tells text from other bytes.</summary>
internal static class FileText
{
    /// <summary>Valid UTF-8 without NUL.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) && !bytes.Contains((byte)0);
}
