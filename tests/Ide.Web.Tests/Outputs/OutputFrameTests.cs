using System.Net;
using Testing;

namespace Ide.Web.Tests.Outputs;

public sealed class OutputFrameTests : IAsyncLifetime
{
    private readonly TestApp _app = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("plotly")]
    [InlineData("vega")]
    [InlineData("html")]
    public async Task A_frame_runs_on_nobodys_origin_and_reaches_no_network(string kind)
    {
        using var client = _app.Anybody();

        using var answer = await client.GetAsync($"/outputs/frames/{kind}", TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("sandbox allow-scripts; default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("connect-src", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'self'", policy, StringComparison.Ordinal);
        Assert.Equal("SAMEORIGIN", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
    }

    [Fact]
    public async Task A_frame_may_load_its_script_though_it_is_of_another_origin()
    {
        using var client = _app.Anybody();
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Mode", "no-cors");
        client.DefaultRequestHeaders.Add("Origin", "null");

        using var script = await client.GetAsync("/Outputs/Frames/Html.frame.js", TestContext.Current.CancellationToken);
        using var other = await client.GetAsync("/css/app.css", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal("cross-origin", Assert.Single(script.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.Equal("same-origin", Assert.Single(other.Headers.GetValues("Cross-Origin-Resource-Policy")));
    }

    [Fact]
    public async Task There_are_no_other_frames()
    {
        using var client = _app.Anybody();

        using var answer = await client.GetAsync("/outputs/frames/other", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
