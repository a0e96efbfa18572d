using System.Collections.Frozen;

namespace Ide.Web.Gateway;

/// <summary>
/// What passes between a client and an Agent. Everything else stays here: credentials, cookies, addresses and origins on
/// the way in; cookies, redirects, permissions and policies on the way out.
/// </summary>
internal static class HeaderLists
{
    public static readonly FrozenSet<string> ToAgent = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Accept", "Accept-Language", "Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition",
        "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range",
        "Last-Event-ID", "X-Session-Id", "Transfer-Encoding", "Connection", "Upgrade", "User-Agent",
        "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions", "Sec-WebSocket-Key");

    public static readonly FrozenSet<string> FromAgent = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Content-Type", "Content-Length", "Content-Range", "Content-Encoding", "Content-Disposition", "Accept-Ranges",
        "ETag", "Last-Modified", "Cache-Control", "Retry-After",
        "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions");

    /// <summary>Kinds of answers that the API has. Anything else from below is bytes.</summary>
    public static readonly FrozenSet<string> AnswerTypes = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "application/json", "application/problem+json", "application/x-ndjson", "text/event-stream", "text/plain");
}
