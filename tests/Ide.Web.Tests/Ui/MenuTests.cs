using Bunit;
using Ide.Web.Ui;

namespace Ide.Web.Tests.Ui;

public sealed class MenuTests : BunitContext
{
    [Fact]
    public async Task A_menu_that_is_drawn_again_while_it_is_open_goes_on_by_its_keys()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        MenuItem[] items = [new("One", "x", () => Task.CompletedTask), new("Two", "x", () => Task.CompletedTask)];
        var menu = Render<Menu>(parameters => parameters.Add(menu => menu.Label, "File").Add(menu => menu.Items, items));
        menu.Render(parameters => parameters.Add(menu => menu.Items, [.. items]));

        await menu.Find("[role=menu]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "ArrowDown" });

        var focused = JSInterop.Invocations.Last(static call => call.Identifier.Contains("focus", StringComparison.Ordinal)).Arguments[0];
        Assert.NotNull(Assert.IsType<Microsoft.AspNetCore.Components.ElementReference>(focused).Id);
    }
}
