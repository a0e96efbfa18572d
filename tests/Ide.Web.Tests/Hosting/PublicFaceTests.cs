using System.Net;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Tests.Hosting;

public sealed class PublicFaceTests : WebTest
{
    [Theory]
    [InlineData("localhost:1", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("10.1.2.3:8080", 200)]
    [InlineData("ide.example.org", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("8000-box-abc.localhost:8080", 421)]
    public async Task A_name_that_is_not_ours_gets_no_answer_but_that(string host, int status)
    {
        using var client = App.Anybody();
        client.DefaultRequestHeaders.Host = host;

        using var answer = await client.GetAsync("/healthz", Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 421)
        {
            Assert.Equal("UNKNOWN_HOST", await CodeOfAsync(answer));
        }
    }

    [Fact]
    public async Task The_name_of_the_url_is_ours_too()
    {
        await using var app = new TestApp(settings: new() { ["Ide:Url"] = "https://ide.example.org" });
        using var client = app.Anybody();
        client.DefaultRequestHeaders.Host = "ide.example.org";

        Assert.Equal("ok", await client.GetStringAsync("/healthz", Cancel));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/css/app.css")]
    [InlineData("/api/sandboxes")]
    public async Task Every_answer_tells_browsers_what_may_be_done_with_it(string path)
    {
        using var client = App.Anybody();

        using var answer = await client.GetAsync(path, Cancel);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_fault_of_the_servers_own_is_a_page_for_people_and_a_problem_for_programs_and_tells_neither_its_details()
    {
        using var owner = await App.OwnerAsync();
        App.Sandboxes.Fault = new InvalidOperationException("secret detail");
        using var call = await owner.GetAsync("/api/sandboxes", Cancel);
        owner.DefaultRequestHeaders.Add("Accept", "text/html");

        using var page = await owner.GetAsync("/", Cancel);

        Assert.Equal((HttpStatusCode.InternalServerError, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var shown = await page.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The server met a fault of its own.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.InternalServerError, "INTERNAL_ERROR"), (call.StatusCode, await CodeOfAsync(call)));

        App.Sandboxes.Fault = new AgentException(ErrorCode.SandboxUnavailable, "Not <b>now</b>.");
        using var refused = await owner.GetAsync("/", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains("Not &lt;b&gt;now&lt;/b&gt;.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_does_not_exist_is_a_page_and_a_call_that_does_not_exist_is_a_problem()
    {
        using var owner = await App.OwnerAsync();
        owner.DefaultRequestHeaders.Add("Accept", "text/html");
        using var page = await owner.GetAsync("/nothing-here", Cancel);
        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains("There is nothing here", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await App.AddSandboxAsync("box");
        using var there = await owner.GetAsync("/s/box", Cancel);
        Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        foreach (var id in new[] { "missing", "No%20id" })
        {
            using var missing = await owner.GetAsync($"/s/{id}", Cancel);
            Assert.Equal((HttpStatusCode.NotFound, "text/html"), (missing.StatusCode, missing.Content.Headers.ContentType?.MediaType));
            Assert.Contains("There is no such sandbox", await missing.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        using var call = await owner.GetAsync("/api/nothing", Cancel);
        Assert.Equal("ROUTE_NOT_FOUND", await CodeOfAsync(call));
    }
}
