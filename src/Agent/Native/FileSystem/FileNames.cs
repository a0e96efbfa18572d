using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native.FileSystem;

/// <summary>
/// Names and paths as the kernel takes them: bytes ended by NUL, which need not be UTF-8. As text each byte that is none
/// stands as U+EF00 plus the byte (the private use range that MirBSD's OPTU-8 has for it), so that a name in a list or an event
/// leads back to its file. A name that has such characters of its own has them byte by byte, too: nothing is ambiguous.
/// </summary>
internal static class FileNames
{
    private const char FirstStray = '\uef80', LastStray = '\uefff';
    private static readonly SearchValues<char> Strays =
        SearchValues.Create([.. Enumerable.Range(FirstStray, LastStray - FirstStray + 1).Select(static code => (char)code)]);

    public static byte[] Bytes(string text)
    {
        if (text.AsSpan().ContainsAny(Strays))
        {
            return BytesWithStrays(text);
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <param name="name">With its NUL.</param>
    public static string Text(byte[] name) => Text(name.AsSpan(0, name.Length - 1));

    /// <param name="name">Without its NUL.</param>
    public static string Text(ReadOnlySpan<byte> name)
    {
        if (Utf8.IsValid(name) && Encoding.UTF8.GetString(name) is var plain && !plain.AsSpan().ContainsAny(Strays))
        {
            return plain;
        }

        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == OperationStatus.Done && rune.Value is < FirstStray or > LastStray)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var stray in name[..length])
                {
                    text.Append((char)(0xef00 + stray));
                }
            }

            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>The open file's own path in /proc, which leads to that file whatever happened to its name.</summary>
    public static byte[] OfDescriptor(SafeFileHandle file) => Bytes($"/proc/self/fd/{file.DangerousGetHandle()}");

    /// <summary>What the link says; null when the name is no link, or the call failed.</summary>
    public static unsafe byte[]? ReadLink(SafeFileHandle directory, byte[] name)
    {
        const int size = 4096; // PATH_MAX: a link's target is never longer
        var target = stackalloc byte[size];
        var length = FileCalls.ReadLinkAt(directory, name, target, size);
        return length < 0 ? null : [.. new ReadOnlySpan<byte>(target, (int)length), 0];
    }

    /// <summary>Where the open file is now, as this process sees it.</summary>
    public static unsafe string PathOf(SafeFileHandle file)
    {
        const int size = 4096;
        var target = stackalloc byte[size];
        var length = FileCalls.ReadLink(OfDescriptor(file), target, size);
        return length < 0 ? throw FileErrno.Failure("/proc/self/fd") : Text(new ReadOnlySpan<byte>(target, (int)length));
    }

    private static byte[] BytesWithStrays(string text)
    {
        var bytes = new List<byte>(text.Length + 1);
        Span<byte> encoded = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= FirstStray and <= LastStray)
            {
                bytes.Add((byte)rune.Value);
            }
            else
            {
                bytes.AddRange(encoded[..rune.EncodeToUtf8(encoded)]);
            }
        }

        return [.. bytes, 0];
    }
}
