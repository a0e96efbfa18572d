using System.Text.Unicode;

namespace Ide.Core.Streams;

/// <summary>Cuts a stream of bytes into pieces that are whole characters, whatever the pieces are that it arrived in.</summary>
public static class Utf8Text
{
    /// <summary>
    /// How many bytes at the end begin a character whose rest has not arrived yet: 0 to 3. Bytes that can never become a
    /// character are not counted; they are ready to go, as what they are.
    /// </summary>
    public static int IncompleteTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var value = bytes[^back];
            if ((value & 0xC0) == 0x80)
            {
                continue;
            }

            var length = value switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 1 };
            return length > back && CanContinue(bytes[^back..]) ? back : 0;
        }

        return 0;
    }

    /// <summary>The longest piece of at most <paramref name="limit"/> bytes that does not end inside a character.</summary>
    /// <param name="limit">At least 4, or the piece could be empty.</param>
    public static int CutBetweenCharacters(ReadOnlySpan<byte> bytes, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 4);
        return bytes.Length <= limit ? bytes.Length : limit - IncompleteTail(bytes[..limit]);
    }

    /// <summary>
    /// The longest piece between characters that as a JSON string takes at most <paramref name="limit"/> bytes. What one
    /// character takes is estimated from above: 6 for what is escaped, 12 outside the basic plane.
    /// </summary>
    public static int CutToJson(ReadOnlySpan<byte> utf8, int limit)
    {
        if ((long)utf8.Length * 6 <= limit)
        {
            return utf8.Length;
        }

        var taken = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            taken += JsonCost(utf8[i]);
            if (taken > limit)
            {
                return i - IncompleteTail(utf8[..i]);
            }
        }

        return utf8.Length;
    }

    public static bool IsValid(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    private static int JsonCost(byte value) => value switch
    {
        < 0x20 or 0x7F => 6,
        (byte)'"' or (byte)'\\' => 2,
        < 0x80 => 1,
        < 0xC0 => 0, // the rest of a character that was counted at its first byte
        < 0xF0 => 6,
        _ => 12,
    };

    /// <summary>The second byte of some characters is restricted (no overlong forms, no surrogates, nothing past U+10FFFF).</summary>
    private static bool CanContinue(ReadOnlySpan<byte> start) => start.Length == 1 || (start[0], start[1]) switch
    {
        (0xE0, < 0xA0) => false,
        (0xED, > 0x9F) => false,
        (0xF0, < 0x90) => false,
        (0xF4, > 0x8F) => false,
        _ => true,
    };
}
