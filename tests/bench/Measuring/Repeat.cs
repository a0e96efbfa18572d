
namespace Bench.Measuring;

/// <summary>Does a thing often enough to say something about it.</summary>
internal static class Repeat
{
    /// <param name="measure">Does it once, checks the answer, and gives its value in the measurement's unit.</param>
    public static async Task<Samples> Async(
        int warmup, int repetitions, Func<Task<double>> measure, CancellationToken cancellationToken)
    {
        var values = new List<double>(repetitions);
        for (var i = 0; i < warmup + repetitions; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var value = await measure();
            if (i >= warmup)
            {
                values.Add(value);
            }
        }

        return new Samples(values, warmup);
    }

    /// <inheritdoc cref="Async"/>
    /// <param name="act">Does it once and checks the answer; its whole time counts, in milliseconds.</param>
    public static Task<Samples> TimedAsync(
        int warmup, int repetitions, Func<Task> act, CancellationToken cancellationToken) =>
        Async(warmup, repetitions, () => MillisecondsAsync(act), cancellationToken);

    public static async Task<double> MillisecondsAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
