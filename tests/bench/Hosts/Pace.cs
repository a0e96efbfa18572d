namespace Bench.Hosts;

/// <summary>
/// How fast the machine is just now, by a calculation that is always the same: a virtual machine with neighbours can be twice as
/// fast in one hour as in another, and its figures with it.
/// </summary>
internal static class Pace
{
    private const int Steps = 200_000_000;
    private const int Repetitions = 5;

    /// <returns>The median of five, in milliseconds, for 200 million steps of a xorshift generator, each waiting for the last one.</returns>
    public static double Measure()
    {
        Span<double> times = stackalloc double[Repetitions];
        foreach (ref var time in times)
        {
            var start = Stopwatch.GetTimestamp();
            Check.Equal(false, Calculate() == 0);
            time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        times.Sort();
        return times[Repetitions / 2];
    }

    private static ulong Calculate()
    {
        var state = 88172645463325252UL;
        for (var step = 0; step < Steps; step++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }

        return state;
    }
}
