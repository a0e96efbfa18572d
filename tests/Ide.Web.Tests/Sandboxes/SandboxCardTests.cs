using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Sandboxes;

namespace Ide.Web.Tests.Sandboxes;

public sealed class SandboxCardTests : BunitContext
{
    [Theory]
    [InlineData(Role.Viewer, "running", new string[0])]
    [InlineData(Role.Editor, "running", new[] { "Stop Sales" })]
    [InlineData(Role.Editor, "stopped", new[] { "Start Sales" })]
    [InlineData(Role.Owner, "failed", new[] { "Start Sales", "Delete Sales" })]
    public void Offers_what_the_role_allows_and_the_state_asks_for(Role role, string status, string[] buttons)
    {
        var card = Show(role, status);

        Assert.Equal(buttons, card.FindAll("button").Select(static button => button.GetAttribute("aria-label")));
        Assert.Equal("/s/sales", card.Find(".sandbox-name").GetAttribute("href"));
    }

    [Fact]
    public void Says_why_it_failed() =>
        Assert.Equal("No bubblewrap.", Show(Role.Viewer, "failed", "No bubblewrap.").Find("[role=alert]").TextContent);

    private IRenderedComponent<SandboxCard> Show(Role role, string status, string? reason = null)
    {
        Assert.True(SandboxId.TryParse("sales", out var id));
        return Render<SandboxCard>(parameters => parameters.Add(
            card => card.Sandbox, new SandboxSummary(id, "Sales", status, reason, "owner", 2, "just now", "local", "internet", role)));
    }
}
