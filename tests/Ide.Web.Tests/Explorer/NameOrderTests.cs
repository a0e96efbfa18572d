using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

public sealed class NameOrderTests
{
    [Theory]
    [InlineData("page2.txt", "page10.txt")]
    [InlineData("page9", "Page10")]
    [InlineData("2026-9-1", "2026-10-1")]
    [InlineData("a", "B")]
    [InlineData("a", "a1")]
    [InlineData("a1", "a1b")]
    [InlineData("a1b", "ab")]
    [InlineData("99999999999999999999999", "100000000000000000000000")]
    [InlineData("v1.2", "v1.10")]
    [InlineData("A", "a")]
    [InlineData("a01", "a1")]
    [InlineData("a01", "a2")]
    public void Names_are_sorted_as_people_count_them(string first, string then)
    {
        Assert.True(NameOrder.Instance.Compare(first, then) < 0, $"{first} before {then}");
        Assert.True(NameOrder.Instance.Compare(then, first) > 0, $"{then} after {first}");
        Assert.Equal(0, NameOrder.Instance.Compare(first, first));
    }
}
