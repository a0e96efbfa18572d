using System.Globalization;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;

namespace Agent.Files;

/// <summary>Which bytes of a file an answer carries (RFC 9110, 14). Of several ranges none is honoured: then it is all.</summary>
/// <param name="IsPartial">206 instead of 200.</param>
internal readonly record struct RawFileRange(long Start, long Length, bool IsPartial)
{
    public static RawFileRange Of(HttpRequest request, FileStatus status)
    {
        var whole = new RawFileRange(0, status.Size, false);
        var text = request.Headers.Range.ToString();
        var condition = request.Headers.IfRange.ToString();
        if ((condition.Length > 0 && condition != status.ETag) || !TryParse(text, out var first, out var last))
        {
            return whole;
        }

        if (first is null)
        {
            var length = Math.Min(last!.Value, status.Size);
            return length == 0 ? throw NotSatisfiable(request, status.Size) : new(status.Size - length, length, true);
        }

        return first >= status.Size
            ? throw NotSatisfiable(request, status.Size)
            : new(first.Value, Math.Min(last ?? long.MaxValue, status.Size - 1) - first.Value + 1, true);
    }

    /// <summary><c>bytes=first-last</c>, <c>bytes=first-</c> or <c>bytes=-last</c>; anything else is as if it were not there.</summary>
    private static bool TryParse(string text, out long? first, out long? last)
    {
        (first, last) = (null, null);
        if (!text.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase) || text.IndexOf('-') is not (> 0 and var dash))
        {
            return false;
        }

        var (from, to) = (text[6..dash].Trim(), text[(dash + 1)..].Trim());
        return Number(from, ref first) && Number(to, ref last) && (first ?? last) is not null && !(first > last);
    }

    private static bool Number(string text, ref long? value)
    {
        if (text.Length == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        value = number;
        return isNumber;
    }

    private static AgentException NotSatisfiable(HttpRequest request, long size) => new(
        ErrorCode.RangeNotSatisfiable,
        $"The file has {size} bytes; {request.Headers.Range} lies outside.",
        new() { ["size"] = size });
}
