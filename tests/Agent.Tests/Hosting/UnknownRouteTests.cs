using System.Text.Json.Nodes;

namespace Agent.Tests.Hosting;

public sealed class UnknownRouteTests(AgentApp app) : IClassFixture<AgentApp>
{
    [Theory]
    [InlineData("GET", "/api/no/such/route")]
    [InlineData("DELETE", "/api/ping")]
    [InlineData("POST", "/index.html")]
    public async Task What_is_no_route_is_said_as_a_problem(string method, string path)
    {
        using var response = await app.SendAsync(new(method), path);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((404, "ROUTE_NOT_FOUND"), ((int)response.StatusCode, (string)problem["code"]!));
        Assert.Equal($"There is no {method} {path} in a sandbox.", (string)problem["message"]!);
    }
}
