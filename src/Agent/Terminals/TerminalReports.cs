namespace Agent.Terminals;

/// <summary>
/// Tells what an emulator answers by itself from what a person types. An emulator hands each answer over as a frame of
/// its own, so a frame is one or the other.
/// </summary>
internal static class TerminalReports
{
    /// <summary>
    /// True when the frame is nothing but answers: device attributes (CSI … c), status and cursor position (CSI … n, R),
    /// modes (CSI … $ y), window (CSI … t), focus (CSI I, CSI O), colours and clipboard (OSC …), settings (DCS …).
    /// Shift+F3 looks like a cursor position; it is taken for one.
    /// </summary>
    public static bool IsReport(ReadOnlySpan<byte> frame)
    {
        while (!frame.IsEmpty)
        {
            var length = LengthOfOne(frame);
            if (length == 0)
            {
                return false;
            }

            frame = frame[length..];
        }

        return true;
    }

    private static int LengthOfOne(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 3 || frame[0] != 0x1b)
        {
            return 0;
        }

        return frame[1] switch
        {
            (byte)'[' => LengthOfSequence(frame),
            (byte)']' or (byte)'P' => LengthOfString(frame),
            _ => 0,
        };
    }

    private static int LengthOfSequence(ReadOnlySpan<byte> frame)
    {
        var length = frame[2..].IndexOfAnyExceptInRange((byte)0x20, (byte)0x3f);
        if (length < 0)
        {
            return 0;
        }

        var parameters = frame.Slice(2, length);
        var isReport = (char)frame[2 + length] switch
        {
            'I' or 'O' => parameters.IsEmpty,
            'c' or 'n' or 'R' or 't' => !parameters.IsEmpty,
            'u' => parameters.StartsWith("?"u8),
            'y' => parameters.EndsWith("$"u8),
            _ => false,
        };
        return isReport ? length + 3 : 0;
    }

    private static int LengthOfString(ReadOnlySpan<byte> frame)
    {
        var end = frame.IndexOf((byte)0x07);
        var escape = frame[2..].IndexOf("\e\\"u8);
        return escape >= 0 && (end < 0 || escape + 2 < end) ? escape + 4 : end + 1;
    }
}
