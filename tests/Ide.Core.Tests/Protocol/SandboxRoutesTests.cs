using System.Reflection;
using Ide.Core.Protocol.Access;

namespace Ide.Core.Tests.Protocol;

public sealed class SandboxRoutesTests
{
    [Fact]
    public void Every_declared_route_is_in_the_table_once()
    {
        var declared = typeof(SandboxRoutes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<SandboxRoute>();

        Assert.Equal(
            declared.OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
            SandboxRoutes.All.OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_routes_share_method_and_pattern() =>
        Assert.Equal(
            SandboxRoutes.All.Count,
            SandboxRoutes.All.Select(route => (route.Method, route.Pattern)).Distinct().Count());

    [Theory]
    [InlineData("POST", "/api/execute")]
    [InlineData("POST", "/api/write")]
    [InlineData("PUT", "/api/files/raw")]
    [InlineData("POST", "/api/execute/code")]
    [InlineData("POST", "/api/terminals")]
    [InlineData("DELETE", "/api/process/{processId}")]
    public void What_changes_a_sandbox_is_closed_to_viewers(string method, string pattern) =>
        Assert.True(SandboxRoutes.All.Single(route => (route.Method, route.Pattern) == (method, pattern)).Role > Role.Viewer);
}
