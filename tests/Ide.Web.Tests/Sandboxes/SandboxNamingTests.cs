using Ide.Web.Sandboxes;

namespace Ide.Web.Tests.Sandboxes;

public sealed class SandboxNamingTests
{
    [Theory]
    [InlineData("Sales figures", "sales-figures")]
    [InlineData("  Q3: Überblick (neu)  ", "q3-berblick-neu")]
    [InlineData("--a--b--", "a-b")]
    [InlineData("A name that is much longer than any id may ever be", "a-name-that-is-much-longer-than-an")]
    public void A_name_becomes_an_id(string name, string id) =>
        Assert.Equal(id, SandboxNaming.IdFor(name, static _ => false)?.Value);

    [Theory]
    [InlineData("")]
    [InlineData("!!!")]
    [InlineData("日本")]
    public void A_name_without_letters_of_an_id_gives_none(string name) =>
        Assert.Null(SandboxNaming.IdFor(name, static _ => false));

    [Fact]
    public void A_taken_id_gets_a_number() =>
        Assert.Equal("sales-3", SandboxNaming.IdFor("Sales", static id => id.Value is "sales" or "sales-2")?.Value);

    [Fact]
    public void A_reserved_word_gets_a_number() =>
        Assert.Equal("api-2", SandboxNaming.IdFor("API", static _ => false)?.Value);

    [Theory]
    [InlineData(5, "just now")]
    [InlineData(200, "3 min ago")]
    [InlineData(7_300, "2 h ago")]
    [InlineData(900_000, "10 d ago")]
    [InlineData(90_000_000, "long ago")]
    public void Ages_read_at_a_glance(int seconds, string words) =>
        Assert.Equal(words, SandboxSummary.Ago(TimeSpan.FromSeconds(seconds)));
}
