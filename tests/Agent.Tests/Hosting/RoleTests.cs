using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Hosting;

/// <summary>The Agent's own check of roles, behind the web server's: walked over the table of routes.</summary>
public sealed partial class RoleTests(AgentApp app) : IClassFixture<AgentApp>
{
    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Editor)]
    public async Task Whoever_has_a_lower_role_than_a_route_needs_is_refused_whatever_the_web_server_let_through(Role role)
    {
        var refused = 0;
        foreach (var route in SandboxRoutes.All.Where(route => route.Role > role))
        {
            using var answer = await app.SendAsync(new(route.Method), Parameter().Replace(route.Pattern, "x"), new StringContent("{}"), role: role);

            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal((route.Pattern, 403, "FORBIDDEN"), (route.Pattern, (int)answer.StatusCode, (string?)problem["code"]));
            refused++;
        }

        Assert.NotEqual(0, refused);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
