using Bunit;
using Ide.Web.Workbench;

namespace Ide.Web.Tests.Workbench;

public sealed class PaneBarTests : BunitContext
{
    private static readonly WorkbenchParts Parts = new(
        [Part("explorer", "Files"), Part("search", "Search")], [Part("terminals", "Terminal")], [Part("output", "Output")]);

    [Fact]
    public void A_view_of_the_side_bar_has_its_name_and_its_own_tools()
    {
        var bar = Show("search", Parts);

        Assert.Equal("Search", bar.Find("h2").TextContent);
        Assert.Equal(["tool"], bar.FindAll("button").Select(button => button.ClassName));
    }

    [Fact]
    public void A_view_that_may_share_its_room_has_tabs_for_its_neighbours_and_can_take_all_the_room_or_close()
    {
        var bar = Show("output", Parts);

        Assert.Equal(["Output", "Terminal"], bar.FindAll("[data-show]").Select(tab => tab.TextContent));
        Assert.Equal("output", bar.Find("[aria-current='true']").GetAttribute("data-show"));
        Assert.Equal("terminals", bar.Find(".shared").GetAttribute("data-show"));
        Assert.Equal(
            ["view.aside.maximise", "view.aside.toggle"],
            bar.FindAll("[data-command]").Select(button => button.GetAttribute("data-command")));
    }

    [Fact]
    public void Outside_of_a_frame_the_bar_is_a_name_and_tools()
    {
        Assert.Equal("Output", Show("output", null).Find("h2").TextContent);
    }

    private IRenderedComponent<PaneBar> Show(string view, WorkbenchParts? parts)
    {
        if (parts is not null)
        {
            RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<WorkbenchParts>>(value => value.Add(cascade => cascade.Value, parts));
        }

        return Render<PaneBar>(bar => bar
            .Add(pane => pane.For, view)
            .Add(pane => pane.Title, Parts.Side.Concat(Parts.Panel).Concat(Parts.Aside).First(part => part.Name == view).Title)
            .AddChildContent("<button class=\"tool\">Tool</button>"));
    }

    private static WorkbenchPart Part(string name, string title) => new(name, title, "file", null, static _ => { });
}
