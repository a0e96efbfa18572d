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

    /// <summary>A button that is disabled or drawn anew loses the keyboard, and this one has just been pressed.</summary>
    [Fact]
    public void The_button_that_stops_it_stays_while_it_stops_and_is_the_one_that_starts_it()
    {
        var pressed = 0;
        var card = Render<SandboxCard>(parameters => parameters.Add(card => card.Sandbox, Summary(Role.Editor, "running", null)).Add(card => card.OnStop, () => pressed++));
        card.Find("button").Click();
        card.Render(static parameters => parameters.Add(card => card.IsBusy, true));
        Assert.False(card.Find("button").HasAttribute("disabled"));
        Assert.Equal("true", card.Find("button").GetAttribute("aria-disabled"));
        card.Find("button").Click();
        Assert.Equal(1, pressed);

        card.Render(parameters => parameters.Add(card => card.Sandbox, Summary(Role.Editor, "stopped", null)).Add(card => card.IsBusy, false).Add(card => card.OnStart, () => pressed += 10));
        Assert.Equal("Start", card.Find("button").GetAttribute("data-does"));
        card.Find("button").Click();
        Assert.Equal(11, pressed);
    }

    private IRenderedComponent<SandboxCard> Show(Role role, string status, string? reason = null) =>
        Render<SandboxCard>(parameters => parameters.Add(card => card.Sandbox, Summary(role, status, reason)));

    private static SandboxSummary Summary(Role role, string status, string? reason)
    {
        Assert.True(SandboxId.TryParse("sales", out var id));
        return new(id, "Sales", status, reason, "owner", 2, "just now", "local", "internet", role);
    }
}
