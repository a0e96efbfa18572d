using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Terminals;
using Ide.Web.Workbench;

namespace Ide.Web.Tests.Terminals;

public sealed class TerminalsPaneTests : BunitContext
{
    [Fact]
    public async Task No_terminal_is_called_by_what_does_not_show_or_shows_as_another_whatever_its_sandbox_says()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var pane = Render<TerminalsPane>(parameters => parameters
            .Add(each => each.View, new WorkbenchView(SandboxId.New(), "One", "Ann", Role.Editor)));

        await pane.InvokeAsync(() => pane.Instance.ShowTerminalsAsync([new("t", "build\u202egpj\n", Exited: false, Place: 0)], "t", null));

        Assert.Equal(@"build\u202egpj\n", pane.Find("[data-terminal-tab]").TextContent);
        Assert.Equal(@"build\u202egpj\n", pane.Find(".tab").GetAttribute("title"));
        Assert.Equal(@"Close build\u202egpj\n", pane.Find(".tab-close").GetAttribute("title"));
        Assert.Equal(@"build\u202egpj\n", pane.Find("[data-testid=terminal]").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task What_is_looked_at_is_mounted_before_what_is_hidden()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var module = JSInterop.SetupModule("./Terminals/TerminalPane.razor.js");
        module.Mode = JSRuntimeMode.Loose;
        var pane = Render<TerminalsPane>(parameters => parameters
            .Add(each => each.View, new WorkbenchView(SandboxId.New(), "One", "Ann", Role.Editor)));

        await pane.InvokeAsync(() => pane.Instance.ShowTerminalsAsync(
            [new("a", "one", Exited: false, Place: null), new("b", "two", Exited: false, Place: 0), new("c", "three", Exited: false, Place: null)], "b", null));

        Assert.Equal(["b", "a", "c"], module.Invocations["mount"].Select(mounted => mounted.Arguments[^1]));
        Assert.Equal(["a", "b", "c"], pane.FindAll("[data-testid=terminal]").Select(each => each.GetAttribute("data-terminal-id")));
    }
}
