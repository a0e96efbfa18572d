using Ide.Web.App;
using Ide.Web.Outputs;

namespace Ide.Web.Hosting;

/// <summary>
/// What a browser is told about the IDE's own pages. Scripts come from this origin only, but for the guard in the page itself; outputs live in sandboxed frames
/// with a policy of their own (Outputs/OutputFrames.cs); nobody may frame the IDE.
/// </summary>
/// <remarks>
/// Styles: Monaco and xterm.js write style elements and attributes of their own. Workers from blobs and wasm: Monaco's
/// workers, syntax highlighting. Pictures: outputs as data and blob addresses.
/// </remarks>
internal sealed class SecurityHeaders(RequestDelegate next, PageGuard guard)
{
    private const string Worker = "/App/ServiceWorker.script.js";

    private readonly string _policy =
        "default-src 'none'; "
        + $"script-src 'self' 'wasm-unsafe-eval' {guard.PolicySource}; "
        + "worker-src 'self' blob:; "
        + "style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; "
        + "media-src 'self' data: blob:; "
        + "font-src 'self' data:; "
        + "connect-src 'self'; "
        + "frame-src 'self'; "
        + "form-action 'self'; "
        + "base-uri 'self'; "
        + "frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        // The name of a link in an output is not to be looked up before somebody follows it.
        headers["X-DNS-Prefetch-Control"] = "off";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // A frame that shows output has an origin of its own, and loads its bundle from here.
        headers["Cross-Origin-Resource-Policy"] =
            context.Request.Path.StartsWithSegments(OutputFrames.Bundles) ? "cross-origin" : "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        if (context.Request.Path == Worker)
        {
            // It lies in a folder, and is there for every page.
            headers["Service-Worker-Allowed"] = "/";
        }

        return next(context);
    }
}
