using Ide.Core.Streams;

namespace Ide.Core.Tests.Streams;

public sealed class GrowingPauseTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    [InlineData(3, 12)]
    [InlineData(4, 20)]
    [InlineData(int.MaxValue, 20)]
    public void A_pause_is_twice_the_one_before_and_never_longer_than_the_longest(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new GrowingPause(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20)).After(failures));
}
