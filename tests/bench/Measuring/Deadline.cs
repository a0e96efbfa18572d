namespace Bench.Measuring;

/// <summary>Nothing that is measured may hang the benchmark.</summary>
internal static class Deadline
{
    /// <summary>The longest that one repetition of anything may take.</summary>
    public static readonly TimeSpan OfOneStep = TimeSpan.FromSeconds(60);

    public static CancellationTokenSource Within(TimeSpan limit, CancellationToken cancellationToken)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(limit);
        return source;
    }
}
