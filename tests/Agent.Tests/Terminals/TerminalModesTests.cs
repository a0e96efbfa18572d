using System.Text;
using Agent.Terminals;

namespace Agent.Tests.Terminals;

public sealed class TerminalModesTests
{
    private const string Vim = "\e[?1049h\e[22;0;0t\e[?1h\e=\e[?2004h\e[?1004h\e[?1002h\e[?1006h\e[?12l\e[?25l\e]0;vim ü — notes\a\e[2 q";

    [Theory]
    [InlineData("plain text\r\n\e[31mred\e[0m", "")]
    [InlineData(Vim, "\e]2;vim ü — notes\a\e[?1049h\e[?1h\e[?25l\e[?66h\e[?1002h\e[?1004h\e[?1006h\e[?2004h\e[2 q")]
    [InlineData(Vim + "\e[?1006;1002l\e[?1004l\e[?2004l\e[?25h\e>\e[?1l\e[0 q\e[?1049l\e]2;\e\\", "")]
    [InlineData(Vim + "\ec", "")]
    [InlineData("\e[?1000h\e[?1003h", "\e[?1003h")]
    [InlineData("\e[4h\e[20h", "\e[4h\e[20h")]
    [InlineData("\e[?25l\e[!p", "")]
    [InlineData("\e[?7l", "\e[?7l")]
    [InlineData("\ePq\e[?25l\a\e\\", "\e[?25l", "a broken string ends at ESC")]
    [InlineData("\e]52;c;\e[?25l", "\e[?25l")]
    [InlineData("\e[?2\u001825l", "")]
    [InlineData("\e[?99999999999999999999h\e[?;;25l", "\e[?25l")]
    public void The_state_is_that_of_an_emulator(string output, string sequences, string? _ = null) =>
        Assert.Equal(sequences, Of(Encoding.UTF8.GetBytes(output)).ToSequences());

    [Fact]
    public void Any_split_of_the_bytes_gives_the_same_state()
    {
        var random = new Random(20_251);
        string[] parts =
        [
            Vim, "text", "ü€𝄞", "\e[?1049l", "\e[", "\e]0;", "\a", "\e\\", "\eP1$q", "\e[?25", "h", "l", "\e[?2004;1004h", "\ec", "\e(B",
            "\u0018", "\e[38;5;1m", "\e[4h", "\e[!p", "\e", new string('x', 2000), "\e]2;" + new string('t', 2000) + "\a", "\e[" + new string('1', 100) + "h",
        ];
        for (var round = 0; round < 2000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => parts[random.Next(parts.Length)])));
            var whole = Of(bytes);
            var split = new TerminalModes();
            for (var at = 0; at < bytes.Length;)
            {
                var count = Math.Min(random.Next(1, 9), bytes.Length - at);
                split.Feed(bytes.AsSpan(at, count));
                at += count;
                if (random.Next(4) == 0)
                {
                    split = split.Clone();
                }
            }

            Assert.Equal(
                (whole.ToSequences(), whole.IsAlternateScreen, whole.IsBetween),
                (split.ToSequences(), split.IsAlternateScreen, split.IsBetween));
        }
    }

    [Fact]
    public void What_is_replayed_leads_to_the_state_that_it_describes()
    {
        var state = Of(Encoding.UTF8.GetBytes(Vim));
        Assert.Equal(state.ToSequences(), Of(Encoding.UTF8.GetBytes(state.ToSequences())).ToSequences());
        Assert.True(state.IsAlternateScreen);
    }

    [Theory]
    [InlineData("a€", true)]
    [InlineData("\e[1", false)]
    [InlineData("\e]0;title", false)]
    [InlineData("\e]0;title\a", true)]
    public void It_knows_where_something_new_begins(string output, bool isBetween) =>
        Assert.Equal(isBetween, Of(Encoding.UTF8.GetBytes(output)).IsBetween);

    [Fact]
    public void Inside_a_character_nothing_new_begins()
    {
        var bytes = Encoding.UTF8.GetBytes("𝄞");
        Assert.Equal([false, false, false, true], Enumerable.Range(1, 4).Select(count => Of(bytes.AsSpan(0, count)).IsBetween));
    }

    [Theory]
    [InlineData("\e[?62;c", true)]
    [InlineData("\e[24;80R", true)]
    [InlineData("\e[0n", true)]
    [InlineData("\e[I", true)]
    [InlineData("\e]11;rgb:0000/0000/0000\e\\", true)]
    [InlineData("\e]11;rgb:0000/0000/0000\a", true)]
    [InlineData("\eP1$r0m\e\\", true)]
    [InlineData("\e[?2026;2$y\e[?1;2c", true)]
    [InlineData("a", false)]
    [InlineData("\u0003", false)]
    [InlineData("\e", false)]
    [InlineData("\e[A", false)]
    [InlineData("\e[1;5C", false)]
    [InlineData("\eOP", false)]
    [InlineData("\e[200~paste\e[201~", false)]
    [InlineData("\e[<0;10;10M", false)]
    [InlineData("\e[?1;2cls\r", false)]
    public void What_an_emulator_answers_is_told_from_what_a_person_types(string frame, bool isReport) =>
        Assert.Equal(isReport, TerminalReports.IsReport(Encoding.UTF8.GetBytes(frame)));

    private static TerminalModes Of(ReadOnlySpan<byte> output)
    {
        var modes = new TerminalModes();
        modes.Feed(output);
        return modes;
    }
}
