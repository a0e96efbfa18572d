namespace Bench.Measuring;

/// <summary>What a figure counts, and which way is better.</summary>
internal sealed record Unit(string Name, bool MoreIsBetter)
{
    public static readonly Unit Milliseconds = new("ms", MoreIsBetter: false);

    /// <summary>A million bytes a second.</summary>
    public static readonly Unit MegabytesPerSecond = new("MB/s", MoreIsBetter: true);

    /// <summary>A million bytes.</summary>
    public static readonly Unit Megabytes = new("MB", MoreIsBetter: false);

    /// <returns>True when <paramref name="value"/> is as good as <paramref name="goal"/> or better.</returns>
    public bool Reaches(double value, double goal) => MoreIsBetter ? value >= goal : value <= goal;
}
