using System.Globalization;
using Ide.Core.Protocol.Errors;

namespace Agent.Runs;

/// <summary>Part of a whole, as the header <c>Range</c> asks for it (RFC 9110, one range of bytes).</summary>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Null: no range was asked for, or one of a kind that is to be ignored; send the whole.</summary>
    /// <exception cref="AgentException">RANGE_NOT_SATISFIABLE.</exception>
    public static ByteRange? Parse(string header, long whole)
    {
        const string unit = "bytes=";
        if (!header.StartsWith(unit, StringComparison.Ordinal) || header.Contains(',', StringComparison.Ordinal)
            || header[unit.Length..].Split('-') is not [var from, var to])
        {
            return null;
        }

        var first = Number(from);
        var last = Number(to);
        if ((first is null && from.Length > 0) || (last is null && to.Length > 0) || (first is null && last is null) || last < first)
        {
            return null;
        }

        var start = first ?? Math.Max(0, whole - last!.Value);
        var end = first is null || last >= whole ? whole : last + 1 ?? whole;
        return start < end
            ? new(start, end - start)
            : throw new AgentException(ErrorCode.RangeNotSatisfiable, $"The output has {whole} bytes.");
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
