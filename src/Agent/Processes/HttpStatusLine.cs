namespace Agent.Processes;

/// <summary>
/// Reads the status out of the first bytes of an HTTP/1.x answer (RFC 9112, section 4), and nothing else of it. Interim answers
/// (RFC 9110, section 15.2: 100 and 103, say) are passed over.
/// </summary>
internal static class HttpStatusLine
{
    /// <summary>Of an answer, with its interim ones: whoever says no status within these is not asked further.</summary>
    public const int MostBytes = 8 * 1024;

    /// <summary>The digits and what ends them.</summary>
    private const int StatusEnd = 13;

    private static ReadOnlySpan<byte> Version => "HTTP/1."u8;

    /// <param name="answer">All that has come until now.</param>
    /// <param name="status">Null with true: it is no HTTP/1.x.</param>
    /// <returns>False: more is needed to tell.</returns>
    public static bool TryRead(ReadOnlySpan<byte> answer, out int? status)
    {
        status = null;
        while (true)
        {
            var known = Math.Min(answer.Length, Version.Length);
            if (!answer[..known].SequenceEqual(Version[..known]))
            {
                return true;
            }

            if (answer.Length < StatusEnd)
            {
                return false;
            }

            if (!IsDigit(answer[7]) || answer[8] != ' ' || !IsDigit(answer[9]) || !IsDigit(answer[10]) || !IsDigit(answer[11])
                || answer[12] is not ((byte)' ' or (byte)'\r' or (byte)'\n'))
            {
                return true;
            }

            var found = (100 * (answer[9] - '0')) + (10 * (answer[10] - '0')) + (answer[11] - '0');
            if (found is < 100 or > 199 or 101)
            {
                status = found;
                return true;
            }

            var end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return false;
            }

            answer = answer[(end + 4)..];
        }
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
