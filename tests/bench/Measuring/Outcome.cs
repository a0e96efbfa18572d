namespace Bench.Measuring;

/// <summary>What came of one measurement.</summary>
/// <param name="OthersBusy">
/// The share of the machine's processors that was busy just before or just after, whichever is more, while neither the
/// product nor the benchmark did anything: 0 to 1. What others use then is missing in the figures.
/// </param>
internal sealed record Outcome(Subject Subject, Side Product, Side? Peer, double OthersBusy);

/// <summary>One side's figures, or why there are none.</summary>
internal abstract record Side
{
    private Side() { }

    public sealed record Measured(Samples Samples) : Side;

    /// <summary>It cannot do it; ordinary for a peer.</summary>
    public sealed record Unable(string Why) : Side;

    /// <summary>It gave a wrong answer or failed: the benchmark fails with it.</summary>
    public sealed record Failed(string Why) : Side;
}
