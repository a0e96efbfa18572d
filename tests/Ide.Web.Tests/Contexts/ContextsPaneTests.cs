using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Contexts;
using Ide.Web.Workbench;

namespace Ide.Web.Tests.Contexts;

public sealed class ContextsPaneTests : BunitContext
{
    private static readonly WorkbenchView View = new(SandboxId.New(), "One", "Ann", Role.Editor);

    [Fact]
    public void The_pane_hands_its_host_and_the_view_to_its_module_and_names_commands_only()
    {
        var module = JSInterop.SetupModule("./Contexts/ContextsPane.razor.js");
        module.Mode = JSRuntimeMode.Loose;

        var pane = Render<ContextsPane>(parameters => parameters.Add(each => each.View, View));

        Assert.Contains(View, Assert.Single(module.Invocations["mount"]).Arguments);
        Assert.Equal(
            ["context.newOwn", "context.new"],
            pane.FindAll("button[data-command]").Select(static button => button.GetAttribute("data-command")));
        Assert.All(pane.FindAll("button"), static button => Assert.False(string.IsNullOrEmpty(button.GetAttribute("aria-label"))));
        Assert.Empty(pane.Find("[data-testid=contexts]").ChildNodes);
    }

    [Fact]
    public void The_item_of_the_status_bar_lets_one_choose_the_context()
    {
        JSInterop.SetupModule("./Contexts/ContextStatus.razor.js").Mode = JSRuntimeMode.Loose;

        var item = Render<ContextStatus>(parameters => parameters.Add(each => each.View, View));

        Assert.Equal("context.choose", item.Find("button.status-item").GetAttribute("data-command"));
    }
}
