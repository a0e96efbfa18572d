using Ide.Web.Streaming;

namespace Ide.Web.Tests.Hosting;

public sealed class EnumsTests
{
    [Fact]
    public void Every_enum_of_the_management_API_and_of_the_hub_is_taken_by_name_alone()
    {
        Assert.Contains(typeof(FeedConnection), WireEnums.In(typeof(FeedConnection).Assembly));
        Assert.Empty(WireEnums.TakenByNumber(typeof(FeedConnection).Assembly));
    }
}
