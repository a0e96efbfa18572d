using Agent.Native;

namespace Agent.Tests.Native;

public sealed class SignalsTests
{
    [Theory]
    [InlineData("SIGTERM", 15)]
    [InlineData("TERM", 15)]
    [InlineData("sigkill", 9)]
    [InlineData("2", 2)]
    [InlineData("SIGWINCH", 28)]
    [InlineData("64", 64)]
    public void A_signal_is_known_by_name_with_and_without_SIG_and_by_number(string text, int expected)
    {
        Assert.True(Signals.TryParse(text, out var signal));
        Assert.Equal(expected, signal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("-9")]
    [InlineData("SIG")]
    [InlineData("SIGNONE")]
    [InlineData(" 9")]
    public void Anything_else_is_no_signal(string? text) => Assert.False(Signals.TryParse(text, out _));

    [Fact]
    public void Every_name_leads_back_to_its_number()
    {
        for (var number = 1; number <= 31; number++)
        {
            Assert.True(Signals.TryParse(Signals.NameOf(number), out var signal));
            Assert.Equal(number, signal);
        }
    }
}
