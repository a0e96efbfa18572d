using System.Globalization;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>Who calls, as the web server vouches for it.</summary>
/// <param name="Actor">The name that goes with every event that the call causes.</param>
/// <param name="Role">What the caller may do in this sandbox.</param>
/// <param name="HistoryAfter">What began up to this seq of the journal is not for the caller; 0: everything is.</param>
internal sealed record Caller(string Actor, Role Role, long HistoryAfter)
{
    /// <exception cref="AgentException">The web server did not say who calls: a bug there, never the client's doing.</exception>
    public static Caller Of(HttpContext context)
    {
        var headers = context.Request.Headers;
        return headers[CallerHeaders.Actor].ToString() is { Length: > 0 } actor
            && RoleNames.Parse(headers[CallerHeaders.Role]) is { } role
                ? new(Uri.UnescapeDataString(actor), role, HistoryAfterOf(headers))
                : throw new AgentException(ErrorCode.Unauthenticated, "The request does not say who is calling.");
    }

    private static long HistoryAfterOf(IHeaderDictionary headers) =>
        headers[CallerHeaders.HistoryAfter].ToString() is { Length: > 0 } text
            ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;
}
