using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;
using Ide.Web.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace Ide.Web.Accounts;

/// <summary>
/// A cookie comes with every request that a browser makes, also with those that a foreign page caused; a preview on a
/// sibling name is even same-site. So a cookie counts only where the browser says that one of our own pages asked; plain
/// reads may also come from outside as visits of a page.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next, ServerAddress address)
{
    private const string FetchSite = "Sec-Fetch-Site";

    public Task InvokeAsync(HttpContext context) =>
        !NeedsCheck(context) || IsOurs(context)
            ? next(context)
            : context.RefuseAsync(ErrorCode.Forbidden, "This request came from a page of another origin.");

    /// <summary>
    /// A bearer token is no cookie, and without either there is nothing to misuse, except that a foreign page could sign its
    /// visitor in as somebody else. What is open to anybody may be read from anywhere: frames of outputs have no origin.
    /// </summary>
    private static bool NeedsCheck(HttpContext context)
    {
        var endpoint = context.GetEndpoint()?.Metadata;
        var opens = endpoint?.GetMetadata<ChecksItsForm>() is not null && !IsRead(context);
        return context.User.Caller switch
        {
            null => opens,
            { IsBrowser: false } => false,
            _ => opens || !IsRead(context) || endpoint?.GetMetadata<IAllowAnonymous>() is null,
        };
    }

    private static bool IsRead(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.WebSockets.IsWebSocketRequest;

    private bool IsOurs(HttpContext context)
    {
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers[FetchSite].ToString();
        if (origin == "null" && context.GetEndpoint()?.Metadata.GetMetadata<ChecksItsForm>() is not null)
        {
            return true;
        }

        if (origin.Length > 0)
        {
            return address.IsOwnOrigin(origin, request.Host);
        }

        return IsRead(context)
            ? site is "" or "same-origin" or "none" || request.Headers["Sec-Fetch-Mode"] == "navigate"
            : site == "same-origin" || context.User.Caller is null;
    }
}

/// <summary>
/// Marks an endpoint whose page sends no referrer: the browser then posts its form with <c>Origin: null</c>, and the endpoint
/// checks an antiforgery token in its stead.
/// </summary>
internal sealed class ChecksItsForm;
