using System.Globalization;

namespace Bench.Reports;

/// <summary>How figures are written: three digits that count, whatever the size.</summary>
internal static class Figures
{
    public static string Write(double value) => value switch
    {
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    public static string Median(Side? side) => side switch
    {
        Side.Measured { Samples: var samples } => Write(samples.Median),
        Side.Unable unable => unable.Why,
        Side.Failed => "failed",
        _ => "",
    };

    public static string P99(Side? side, Unit unit) => side is Side.Measured measured ? Write(measured.Samples.P99(unit)) : "";

    /// <summary>How often it was done, and how often before that to warm up: <c>500 (50)</c>.</summary>
    public static string Count(Side? side) =>
        side is Side.Measured { Samples: var samples } ? $"{samples.Values.Count} ({samples.Warmup})" : "";

    /// <summary>The number to reach: <c>0.8, p99 3</c>.</summary>
    public static string Goal(Goal? goal) => string.Join(", ", new[]
    {
        Part("", goal?.Median),
        Part("p95 ", goal?.P95),
        Part("p99 ", goal?.P99),
    }.Where(static part => part is not null));

    /// <summary>Reached, or missed by how much.</summary>
    public static string Verdict(Outcome outcome)
    {
        var (subject, product) = (outcome.Subject, outcome.Product);
        if (product is not Side.Measured { Samples: var samples })
        {
            return "not measured";
        }

        if (subject.Goal is not { } goal)
        {
            return "";
        }

        var misses = new[]
        {
            Miss("", samples.Median, goal.Median, subject.Unit),
            Miss("p95 ", samples.P95(subject.Unit), goal.P95, subject.Unit),
            Miss("p99 ", samples.P99(subject.Unit), goal.P99, subject.Unit),
        };
        var missed = string.Join(", ", misses.Where(static miss => miss is not null));
        var verdict = missed.Length == 0 ? "reached" : $"missed: {missed}";

        // The table has no column for it.
        return goal.P95 is null ? verdict : $"{verdict}; p95 is {Write(samples.P95(subject.Unit))}";
    }

    private static string? Part(string which, double? goal) => goal is { } number ? which + Plain(number) : null;

    private static string? Miss(string which, double value, double? goal, Unit unit) =>
        goal is not { } number || unit.Reaches(value, number)
            ? null
            : $"{which}{Write(Math.Abs(value - number))} {unit.Name} {(unit.MoreIsBetter ? "too little" : "too much")} ({Ratio(value, number)})";

    private static string Ratio(double value, double goal) =>
        $"{(Math.Max(value, goal) / Math.Min(value, goal)).ToString("0.0", CultureInfo.InvariantCulture)}×";

    private static string Plain(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);
}
