using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Accounts;
using Ide.Web.Sandboxes;
using Ide.Web.Workbench;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Ide.Web.Tests.Sandboxes;

public sealed class MembersPanelTests : WebTest
{
    [Fact]
    public async Task Who_joins_while_the_members_are_looked_at_is_among_them_and_the_used_link_is_gone()
    {
        await App.AddSandboxAsync("box");
        using var page = new BunitContext();
        var panel = Show(page, Role.Owner);
        Assert.Empty(panel.FindAll("[data-testid=member]"));

        using var bob = await App.GuestAsync("Bob", "editor", "box");

        panel.WaitForAssertion(() => Assert.Equal("Bob", Assert.Single(panel.FindAll("[data-testid=member] .members-name")).TextContent));
        Assert.Empty(panel.FindAll("[data-testid=open-invitation]"));
    }

    [Fact]
    public async Task Who_is_not_the_owner_is_told_of_nobody_who_joins()
    {
        await App.AddSandboxAsync("box");
        using var page = new BunitContext();
        var panel = Show(page, Role.Editor);

        using var bob = await App.GuestAsync("Bob", "editor", "box");

        panel.WaitForAssertion(() => Assert.True(panel.RenderCount > 2)); // the invitation, the member
        Assert.Empty(panel.FindAll("[data-testid=member], [data-testid=open-invitation]"));
    }

    [Fact]
    public async Task The_button_that_asks_is_the_one_that_removes_and_leaves_the_keyboard_among_the_members()
    {
        await App.AddSandboxAsync("box");
        using var bob = await App.GuestAsync("Bob", "editor", "box");
        using var page = new BunitContext();
        var panel = Show(page, Role.Owner);

        panel.Find("[data-testid=member] button").Click();
        var button = panel.Find("[data-testid=member] button");
        Assert.Equal(("Remove Bob", "remove"), (button.TextContent, button.GetAttribute("data-does")));
        button.Click();

        Assert.Empty(panel.FindAll("[data-testid=member]"));
        Assert.Single(page.JSInterop.Invocations["Blazor._internal.domWrapper.focus"]);
    }

    private IRenderedComponent<MembersPanel> Show(BunitContext page, Role role)
    {
        var services = App.Services;
        page.Services.AddSingleton(services.GetRequiredService<Members>()).AddSingleton(services.GetRequiredService<Invitations>());
        page.Services.AddSingleton(services.GetRequiredService<AccountStore>()).AddSingleton(services.GetRequiredService<SandboxAccess>());
        Assert.True(SandboxId.TryParse("box", out var box));
        var owner = services.GetRequiredService<AccountStore>().Owner;
        var caller = new Caller { Person = owner, Name = owner.Name, Limit = role, Credential = new Credential.OfSession(Id<Session>.New()) };
        var visitor = Task.FromResult(new AuthenticationState(new(new CallerIdentity(caller))));
        return page.Render<MembersPanel>(parameters => parameters.Add(panel => panel.View, new WorkbenchView(box, "Box", owner.Name, role)).Add(panel => panel.Visitor, visitor));
    }
}
