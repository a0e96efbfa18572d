using Ide.Web.Streaming;

namespace Ide.Web.Tests.Streaming;

public sealed class PersonHuesTests
{
    private static readonly string[] People = [.. Enumerable.Range(0, 40).Select(static index => $"p{index}")];

    /// <summary>Names that all ask for the same colour.</summary>
    private static readonly string[] Alike = [.. People.Where(static name => PersonHues.WantedBy(name) == PersonHues.WantedBy("p0"))];

    private readonly PersonHues _hues = new();

    /// <summary>Pages work out the same (Presence/People.test.ts).</summary>
    [Theory]
    [InlineData("owner", 5)]
    [InlineData("Bob", 5)]
    [InlineData("Zoë", 6)]
    [InlineData("\U0001f600 x", 4)]
    [InlineData("", 0)]
    public void A_name_asks_for_the_same_colour_here_and_in_every_page(string name, int hue) => Assert.Equal(hue, PersonHues.WantedBy(name));

    [Fact]
    public void Nobody_shares_a_colour_while_there_are_free_ones_and_the_eleventh_shares()
    {
        Meet(People[..10]);
        Assert.Equal(10, People[..10].Select(HueOf).Distinct().Count());
        Meet(People[10]);
        Assert.InRange(HueOf(People[10]), 0, 9);
    }

    [Fact]
    public void Who_has_a_colour_keeps_it_when_others_come_and_go()
    {
        Meet(Alike[..2]);
        var second = HueOf(Alike[1]);
        Assert.NotEqual(PersonHues.WantedBy(Alike[1]), second);
        _hues.Meet(Alike[1], [Alike[1]]);
        _hues.Meet(Alike[2], Alike[1..3]);
        Assert.Equal(second, HueOf(Alike[1]));
    }

    [Fact]
    public void Those_who_are_here_come_before_those_of_the_past_who_may_have_had_all_colours()
    {
        Meet([.. People.Except(Alike)]);
        Meet(Alike);
        Assert.Equal(Alike.Length, Alike.Select(HueOf).Distinct().Count());
    }

    [Fact]
    public void Where_all_have_what_their_names_ask_for_nothing_is_told()
    {
        Meet("p0");
        Assert.Null(_hues.Exceptions);
    }

    private void Meet(params string[] names) => Array.ForEach(names, name => _hues.Meet(name, names));

    private int HueOf(string name) => _hues.Exceptions?.GetValueOrDefault(name, PersonHues.WantedBy(name)) ?? PersonHues.WantedBy(name);
}
