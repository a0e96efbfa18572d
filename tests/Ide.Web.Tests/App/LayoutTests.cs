using Bunit;
using Ide.Web.App;

namespace Ide.Web.Tests.App;

public sealed class LayoutTests : BunitContext
{
    [Fact]
    public void A_page_that_does_not_exist_says_so_and_leads_back()
    {
        var page = Render<NotFoundPage>();

        page.Find("h2").MarkupMatches("<h2>There is nothing here</h2>");
        Assert.Equal("/", page.Find("a").GetAttribute("href"));
    }
}
