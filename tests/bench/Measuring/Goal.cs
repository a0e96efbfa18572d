namespace Bench.Measuring;

/// <summary>The number to reach, in the unit of its measurement; null: nothing is asked of that figure.</summary>
internal sealed record Goal(double? Median = null, double? P95 = null, double? P99 = null);
