namespace Bench.Measuring;

/// <summary>What the repetitions of one measurement gave, in its unit, without the warm-up.</summary>
/// <param name="Warmup">Repetitions that were done before and not counted.</param>
/// <param name="Remark">What a reader must know about these figures; null when there is nothing.</param>
internal sealed record Samples(IReadOnlyList<double> Values, int Warmup, string? Remark = null)
{
    public double Median => Percentile(0.5);

    /// <summary>
    /// The value that 99 in 100 repetitions were as good as, by nearest rank: with fewer than 100 repetitions the worst one.
    /// </summary>
    public double P99(Unit unit) => AsGoodAs(0.99, unit);

    /// <summary>The same for 95 in 100.</summary>
    public double P95(Unit unit) => AsGoodAs(0.95, unit);

    private double AsGoodAs(double share, Unit unit)
    {
        var worstLast = unit.MoreIsBetter ? Values.OrderDescending() : Values.Order();
        return worstLast.ElementAt((int)Math.Ceiling(share * Values.Count) - 1);
    }

    private double Percentile(double share)
    {
        var sorted = Values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = sorted[(int)Math.Floor(place)];
        var above = sorted[(int)Math.Ceiling(place)];
        return below + ((above - below) * (place - Math.Floor(place)));
    }
}
