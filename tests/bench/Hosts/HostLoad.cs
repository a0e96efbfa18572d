using System.Globalization;

namespace Bench.Hosts;

/// <summary>How busy the machine is with other things, so that a figure taken under load says so.</summary>
internal static class HostLoad
{
    /// <summary>Less than this counts as a quiet machine.</summary>
    public const double Quiet = 0.10;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for a quiet half second, but not for ever. Call it while nothing of ours works.</summary>
    /// <returns>What <see cref="LookAsync"/> found last.</returns>
    public static async Task<double> WaitForQuietAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        double busy;
        do
        {
            busy = await LookAsync(cancellationToken);
        }
        while (busy >= Quiet && Stopwatch.GetElapsedTime(start) < Patience);

        return busy;
    }

    /// <returns>The share of the processors that is busy during half a second from now: 0 to 1.</returns>
    public static async Task<double> LookAsync(CancellationToken cancellationToken)
    {
        var before = Read();
        await Task.Delay(Window, cancellationToken);
        var after = Read();
        return (double)(after.Busy - before.Busy) / Math.Max(1, after.All - before.All);
    }

    /// <returns>Ticks of all processors since the machine's start, from the first line of <c>/proc/stat</c>.</returns>
    private static (long Busy, long All) Read()
    {
        // cpu user nice system idle iowait irq softirq steal …
        var ticks = File.ReadLines("/proc/stat").First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var all = ticks.Sum();
        return (all - ticks[3] - ticks[4], all);
    }
}
