using Agent.Hosting;

namespace Agent.Tests.Hosting;

public sealed class IdlenessTests
{
    private readonly Idleness _idleness = new();

    [Fact]
    public void What_the_start_left_is_collected_once_it_is_over()
    {
        Assert.False(_idleness.IsTimeToCollect(8_000_000));
        Assert.True(_idleness.IsTimeToCollect(8_000_000 + Idleness.QuietBytes - 1));
        Assert.False(_idleness.IsTimeToCollect(8_000_000 + Idleness.QuietBytes));
    }

    [Fact]
    public void Work_that_goes_on_is_not_disturbed()
    {
        for (var allocated = 0L; allocated < 100_000_000; allocated += Idleness.QuietBytes)
        {
            Assert.False(_idleness.IsTimeToCollect(allocated + 10_000_000));
        }
    }

    [Fact]
    public void Pages_that_only_look_are_collected_after_now_and_then()
    {
        const long look = Idleness.WorthwhileBytes / 64;

        var collections = Enumerable.Range(1, 640).Count(count => _idleness.IsTimeToCollect(count * look));

        Assert.Equal(10, collections);
    }
}
