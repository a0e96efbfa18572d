namespace Ide.Core.Protocol.Access;

/// <summary>One route of the sandbox API and the least role that may call it.</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Pattern">The path without the <c>/sandboxes/{id}</c> prefix, in ASP.NET's route syntax.</param>
/// <param name="Role">The least role. Not implied by the method: <c>POST /api/read</c> reads.</param>
/// <param name="Kind">How its answer travels.</param>
/// <param name="ShowsRuns">
/// Its answer tells what runs did: the Agent leaves out those that began before the caller's <see cref="CallerHeaders.HistoryAfter"/>.
/// </param>
public sealed record SandboxRoute(
    string Method, string Pattern, Role Role, RouteKind Kind = RouteKind.Json, bool ShowsRuns = false);

/// <summary>How a route's request and answer travel; the gateway picks connection pool and limits by it.</summary>
public enum RouteKind
{
    /// <summary>A JSON body of at most 32 MiB each way.</summary>
    Json,

    /// <summary>A stream of events: Server-Sent Events or NDJSON.</summary>
    Stream,

    /// <summary>Bytes of any size.</summary>
    Raw,

    /// <summary>A WebSocket.</summary>
    Socket,
}
