using System.Net.Http.Headers;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Accounts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy.Forwarder;

namespace Ide.Web.Gateway;

/// <summary>
/// One forwarded request: lets only listed headers through, both ways, says who calls, and makes sure that what a sandbox
/// answers can never act as a page of the IDE.
/// </summary>
internal sealed class AgentTransformer(
    SandboxId sandbox, SandboxRoute route, AgentIdentity identity, Caller caller, Role role, long historyAfter) : HttpTransformer
{
    private const string NeverAPage = "sandbox; default-src 'none'; frame-ancestors 'none'";
    private const string LastEventId = "Last-Event-ID";

    /// <summary>The whole of the Agent's answer has gone to the client.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>The journal's past is not for the caller, whatever number is asked for.</summary>
    private bool BeginsLate => historyAfter > 0 && route == SandboxRoutes.Events;

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        foreach (var name in proxyRequest.Headers.NonValidated.Select(static header => header.Key).ToArray())
        {
            if (!HeaderLists.ToAgent.Contains(name))
            {
                proxyRequest.Headers.Remove(name);
            }
        }

        if (BeginsLate)
        {
            // The Agent would take it before the query's after. An event's number within a run is none of the journal's.
            proxyRequest.Headers.Remove(LastEventId);
        }

        proxyRequest.Headers.Host = null;
        proxyRequest.Stamp(identity, caller.Name, role, historyAfter);
        httpContext.Request.Path.StartsWithSegments($"/sandboxes/{sandbox}", out var path);
        proxyRequest.RequestUri = RequestUtilities.MakeDestinationAddress(destinationPrefix, path, QueryOf(httpContext.Request));
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
        {
            return false;
        }

        var response = httpContext.Response;
        httpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = null;
        Copy(proxyResponse.Headers, response);
        Copy(proxyResponse.Content.Headers, response);
        response.Headers.ContentSecurityPolicy = NeverAPage;
        response.Headers.XContentTypeOptions = "nosniff";
        if (route.Kind == RouteKind.Raw)
        {
            response.Headers.ContentDisposition = Attachment(proxyResponse.Content.Headers.ContentDisposition);
        }
        else if (proxyResponse.Content.Headers.ContentType is { MediaType: var type } && !HeaderLists.AnswerTypes.Contains(type ?? ""))
        {
            response.ContentType = "application/octet-stream";
        }

        if (route.Kind == RouteKind.Stream)
        {
            // A stream that is silent at first has begun all the same, and its caller waits for that.
            await response.Body.FlushAsync(cancellationToken);
        }

        return true;
    }

    /// <remarks>No route of an Agent has trailers; that they are asked for says that the body before them has been sent.</remarks>
    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        HasAnswered = true;
        return ValueTask.CompletedTask;
    }

    private static void Copy(HttpHeaders headers, HttpResponse response)
    {
        foreach (var header in headers.NonValidated)
        {
            if (HeaderLists.FromAgent.Contains(header.Key))
            {
                response.Headers[header.Key] = header.Value.ToArray();
            }
        }
    }

    private static string Attachment(ContentDispositionHeaderValue? disposition) =>
        disposition?.DispositionType.Equals("attachment", StringComparison.OrdinalIgnoreCase) == true
            ? disposition.ToString()
            : "attachment";

    /// <summary>Without the credential that a socket may carry there, and not before where this person's history begins.</summary>
    private QueryString QueryOf(HttpRequest request)
    {
        if (route.Kind != RouteKind.Socket && historyAfter == 0)
        {
            return request.QueryString;
        }

        var query = QueryHelpers.ParseQuery(request.QueryString.Value);
        query.Remove("token");
        if (BeginsLate)
        {
            var after = long.TryParse(request.Headers[LastEventId], out var last) ? last
                : long.TryParse(query.GetValueOrDefault("after"), out var asked) ? asked
                : 0;
            query["after"] = Math.Max(after, historyAfter).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return QueryString.Create(query);
    }
}
