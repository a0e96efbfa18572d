using Ide.Core.Streams;

namespace Ide.Core.Tests.Streams;

public sealed class ByteRingTests
{
    [Fact]
    public void It_keeps_the_last_bytes_under_their_positions_and_shows_each_that_it_forgets_once()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var ring = new ByteRing(1 << random.Next(4, 17));
            var written = new List<byte>();
            var forgotten = new List<byte>();
            for (var i = 0; i < 60; i++)
            {
                var bytes = new byte[random.Next(0, random.Next(1, 40_000))];
                random.NextBytes(bytes);
                ring.Append(bytes, part => forgotten.AddRange(part));
                written.AddRange(bytes);
                Assert.Equal((written.Count, forgotten.Count), (ring.End, ring.Start));
            }

            var kept = new byte[written.Count - forgotten.Count];
            Assert.Equal(kept.Length, ring.CopyTo(ring.Start, kept));
            Assert.True(written.SequenceEqual([.. forgotten, .. kept]), $"Round {round} has other bytes.");
        }
    }

    [Fact]
    public void A_position_that_is_not_kept_is_refused_and_at_the_end_there_is_nothing()
    {
        var ring = new ByteRing(16);
        ring.Append(new byte[20]);
        Assert.Equal((4, 20), (ring.Start, ring.End));
        Assert.Equal(0, ring.CopyTo(20, new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.CopyTo(3, new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ring.CopyTo(21, new byte[1]));
    }
}
