using Bunit;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Web.Terminals;
using Ide.Web.Workbench;

namespace Ide.Web.Tests.Terminals;

public sealed class TerminalPaneTests : BunitContext
{
    private static readonly WorkbenchView View = new(SandboxId.New(), "One", "Ann", Role.Editor);

    private readonly BunitJSModuleInterop _handle;

    public TerminalPaneTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        _handle = JSInterop.SetupModule("./Terminals/TerminalPane.razor.js").SetupModule(static call => call.Identifier == "mount");
    }

    private int Focused => _handle.Invocations["focus"].Count;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_terminal_that_somebody_has_just_made_takes_the_keyboard_once(bool isActiveAtFirst)
    {
        var pane = Render(isActiveAtFirst, takesFocus: false);
        Assert.Equal(0, Focused);

        // The stream told of it, and then the server answered to whom it belongs.
        Show(pane, isActive: true, takesFocus: true);
        Show(pane, isActive: true, takesFocus: true);

        Assert.Equal(1, Focused);
    }

    [Fact]
    public void A_terminal_that_is_made_by_the_one_who_sees_it_first_takes_the_keyboard()
    {
        Render(isActive: true, takesFocus: true);

        Assert.Equal(1, Focused);
    }

    [Fact]
    public void A_terminal_that_becomes_the_active_one_takes_the_keyboard_and_one_that_a_new_page_shows_does_not()
    {
        var pane = Render(isActive: true, takesFocus: false);
        Show(pane, isActive: false, takesFocus: false);
        Assert.Equal(0, Focused);

        Show(pane, isActive: true, takesFocus: false);

        Assert.Equal(1, Focused);
    }

    private IRenderedComponent<TerminalPane> Render(bool isActive, bool takesFocus) => Render<TerminalPane>(parameters => parameters
        .Add(pane => pane.View, View).Add(pane => pane.Id, "t").Add(pane => pane.Name, "bash").Add(pane => pane.Place, 0)
        .Add(pane => pane.IsActive, isActive).Add(pane => pane.TakesFocus, takesFocus));

    private static void Show(IRenderedComponent<TerminalPane> pane, bool isActive, bool takesFocus) =>
        pane.Render(parameters => parameters
            .Add(each => each.IsActive, isActive).Add(each => each.TakesFocus, takesFocus));
}
