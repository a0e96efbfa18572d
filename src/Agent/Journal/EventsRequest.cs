using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Agent.Http;
using Ide.Core.Protocol.Errors;

namespace Agent.Journal;

/// <summary>What a caller of <c>GET /api/events</c> wants.</summary>
/// <param name="After">The number of the last event that the caller has; <c>Last-Event-ID</c> stands in for it.</param>
/// <param name="Types">The types on the wire that are wanted; null: all.</param>
/// <param name="IsSse">Server-Sent Events instead of lines of JSON.</param>
internal sealed record EventsRequest(long After, bool Follows, FrozenSet<string>? Types, bool IsSse)
{
    public static EventsRequest Of(HttpRequest request)
    {
        var resume = request.Headers["Last-Event-ID"].ToString();
        var after = long.TryParse(resume, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : request.QueryNumber("after") ?? 0;
        var follow = request.Query["follow"].ToString() switch
        {
            "" or "false" or "0" => false,
            "true" or "1" => true,
            _ => throw AgentException.Invalid("follow", "expected true or false"),
        };
        var types = request.Query["types"].ToString();
        return new(
            after,
            follow,
            types.Length == 0 ? null : types.Split(',', StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal),
            request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a type is wanted. That history was lost is always told.</summary>
    public bool Accepts(ReadOnlySpan<byte> type)
    {
        if (Types is null || type.SequenceEqual("truncated"u8))
        {
            return true;
        }

        Span<char> name = stackalloc char[64];
        return type.Length <= name.Length
            && Types.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[..Encoding.UTF8.GetChars(type, name)]);
    }
}
