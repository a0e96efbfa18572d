using Bunit;
using Ide.Web.Ui;

namespace Ide.Web.Tests.Ui;

public sealed class TabStripTests : BunitContext
{
    private readonly List<string> _activated = [];
    private readonly List<string> _closed = [];

    [Fact]
    public void The_active_tab_alone_is_in_the_tab_order()
    {
        var tabs = Show().FindAll("[role=tab]");

        Assert.Equal(["-1", "0", "-1"], tabs.Select(static tab => tab.GetAttribute("tabindex")));
        Assert.Equal(["false", "true", "false"], tabs.Select(static tab => tab.GetAttribute("aria-selected")));
    }

    [Theory]
    [InlineData(0, "ArrowRight", "b")]
    [InlineData(1, "ArrowLeft", "a")]
    [InlineData(1, "ArrowRight", "c")]
    public void Arrows_go_to_the_neighbour(int at, string key, string to)
    {
        Show().FindAll("[role=tab]")[at].KeyDown(key);

        Assert.Equal([to], _activated);
    }

    [Fact]
    public void At_the_ends_there_is_nowhere_to_go()
    {
        var strip = Show();
        strip.FindAll("[role=tab]")[0].KeyDown("ArrowLeft");
        strip.FindAll("[role=tab]")[2].KeyDown("ArrowRight");

        Assert.Empty(_activated);
    }

    [Fact]
    public void Delete_the_cross_and_the_wheel_close()
    {
        var strip = Show();
        strip.FindAll("[role=tab]")[0].KeyDown("Delete");
        strip.FindAll(".tab-close")[1].Click();
        strip.FindAll("[role=tab]")[2].MouseUp(new Microsoft.AspNetCore.Components.Web.MouseEventArgs { Button = 1 });

        Assert.Equal(["a", "b", "c"], _closed);
    }

    private IRenderedComponent<TabStrip<string>> Show() => Render<TabStrip<string>>(parameters => parameters
        .Add(strip => strip.Tabs, ["a", "b", "c"])
        .Add(strip => strip.Key, static tab => tab)
        .Add(strip => strip.Label, "Tabs")
        .Add(strip => strip.Active, "b")
        .Add(strip => strip.TabTemplate, static tab => builder => builder.AddContent(0, tab))
        .Add(strip => strip.OnActivate, _activated.Add)
        .Add(strip => strip.OnClose, _closed.Add));
}
