using Bunit;
using Ide.Web.Ui;

namespace Ide.Web.Tests.Ui;

public sealed class MenuTests : BunitContext
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_menu_that_is_drawn_again_while_it_is_open_goes_on_by_its_keys(int itemsThen)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var menu = Render<Menu>(parameters => parameters.Add(menu => menu.Label, "File").Add(menu => menu.Items, Items(2)));
        menu.Render(parameters => parameters.Add(menu => menu.Items, Items(itemsThen)));

        await menu.Find("[role=menu]").KeyDownAsync(new Microsoft.AspNetCore.Components.Web.KeyboardEventArgs { Key = "ArrowDown" });

        var focused = JSInterop.Invocations.Last(static call => call.Identifier.Contains("focus", StringComparison.Ordinal)).Arguments[0];
        Assert.NotNull(Assert.IsType<Microsoft.AspNetCore.Components.ElementReference>(focused).Id);

        static MenuItem[] Items(int count) => [.. Enumerable.Range(1, count).Select(number => new MenuItem($"{number}", "x", () => Task.CompletedTask))];
    }
}
