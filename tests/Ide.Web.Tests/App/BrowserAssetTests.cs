using System.Net;

namespace Ide.Web.Tests.App;

public sealed class BrowserAssetTests : WebTest
{
    [Theory]
    [InlineData("/css/tokens.css", "text/css", "--surface")]
    [InlineData("/css/app.css", "text/css", "var(--surface)")]
    [InlineData("/css/results.css", "text/css", ".error-result")]
    [InlineData("/icons/sprite.svg", "image/svg+xml", "id=\"play\"")]
    [InlineData("/icons/ide.svg", "image/svg+xml", "<svg")]
    [InlineData("/Outputs/OutputPane.razor.js", "text/javascript", "mount")]
    [InlineData("/App/Fonts.bundle.css", "text/css", "/assets/")]
    [InlineData("/Ide.Web.styles.css", "text/css", ".workbench[")]
    [InlineData("/Editor/Editor.worker.js", "text/javascript", "onmessage")]
    [InlineData("/Editor/EditorPane.razor.css", "text/css", ".monaco-editor")]
    [InlineData("/Markdown/Katex.bundle.css", "text/css", "/assets/KaTeX_Main")]
    [InlineData("/App/ServiceWorker.script.js", "text/javascript", "/healthz")]
    [InlineData("/Outputs/Frames/Html.frame.js", "text/javascript", "postMessage")]
    [InlineData("/_framework/blazor.web.js", "text/javascript", "Blazor")]
    public async Task What_a_browser_loads_is_served(string path, string contentType, string part)
    {
        using var client = App.Anybody();

        var response = await client.GetAsync(path, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(part, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_worker_may_serve_every_page_and_no_other_script_may()
    {
        using var client = App.Anybody();

        var worker = await client.GetAsync("/App/ServiceWorker.script.js", Cancel);
        var other = await client.GetAsync("/App/App.razor.js", Cancel);

        Assert.Equal("/", worker.Headers.GetValues("Service-Worker-Allowed").Single());
        Assert.False(other.Headers.Contains("Service-Worker-Allowed"));
    }
}
