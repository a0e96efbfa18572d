namespace Ide.Web.Outputs;

/// <summary>
/// The documents that active output runs in: a chart library, or the scripts that came with HTML. Each is a page of its
/// own with the strictest policy that lets it draw: an origin that is nobody's (<c>sandbox</c>), no network but for our
/// own bundle, no way to the page but messages. A frame with <c>srcdoc</c> would inherit the page's policy instead.
/// </summary>
internal static class OutputFrames
{
    /// <summary>Where the frames' scripts are: nobody's data, for anybody to load.</summary>
    public const string Bundles = "/Outputs/Frames";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["plotly"] = Bundles + "/Plotly.frame.js",
        ["vega"] = Bundles + "/Vega.frame.js",
        ["html"] = Bundles + "/Html.frame.js",
    };

    extension(IEndpointRouteBuilder routes)
    {
        public void MapOutputs() => routes.MapGet("/outputs/frames/{kind}", Show).AllowAnonymous();
    }

    private static IResult Show(string kind, HttpContext http)
    {
        if (!Scripts.TryGetValue(kind, out var script))
        {
            return Results.NotFound();
        }

        // Named by its address: within a sandboxed document 'self' is no origin that could match.
        var origin = $"{http.Request.Scheme}://{http.Request.Host}";
        var inline = kind == "html" ? "'unsafe-inline' " : "";
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy =
            "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " +
            $"media-src data: blob:; script-src {inline}'unsafe-eval' {origin}{Bundles}/; " +
            "frame-ancestors 'self'; base-uri 'none'; form-action 'none'";
        headers.XFrameOptions = "SAMEORIGIN";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-DNS-Prefetch-Control"] = "off";
        headers.CacheControl = "private, max-age=300";
        return Results.Content(Document(script), "text/html; charset=utf-8");
    }

    private static string Document(string script) =>
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>Output</title>
        <style>
        html { font: 13px/1.5 system-ui, sans-serif; color: #1b1f27; background: transparent; overflow-x: auto; scrollbar-width: thin; }
        html[data-theme=dark] { color: #e4e7ec; color-scheme: dark; }
        body { display: flow-root; margin: 0; }
        #root { display: flow-root; width: 100%; }
        </style>
        </head>
        <body><div id="root"></div><script src="{{script}}"></script></body>
        </html>
        """;
}
