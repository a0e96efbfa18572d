using System.Text.Encodings.Web;

namespace Ide.Web.Errors;

/// <summary>What a person sees whose page the server could not make. It needs nothing of what may just have failed.</summary>
internal static class FailurePage
{
    /// <param name="message">What went wrong, as far as it may be told.</param>
    public static string Of(string message) =>
        $"""
        <!DOCTYPE html>
        <html lang="en" data-theme="system">
        <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <title>This page could not be made</title>
            <link rel="icon" type="image/svg+xml" href="/icons/ide.svg" />
            <link rel="stylesheet" href="/App/Fonts.bundle.css" />
            <link rel="stylesheet" href="/css/tokens.css" />
            <link rel="stylesheet" href="/css/app.css" />
            <link rel="stylesheet" href="/css/controls.css" />
        </head>
        <body>
            <main class="lone-card">
                <img src="/icons/ide.svg" alt="" width="40" height="40" />
                <h1>This page could not be made</h1>
                <p>{HtmlEncoder.Default.Encode(message)} What you have typed elsewhere is kept.</p>
                <a class="button button-primary button-large" href="">Try again</a>
                <a class="button button-large" href="/">To the sandboxes</a>
            </main>
        </body>
        </html>
        """;
}
