namespace Agent.Journal;

/// <summary>How much history a sandbox keeps. Told by <c>GET /api/stats</c>.</summary>
internal sealed record JournalLimits
{
    /// <summary>Bytes of a segment, the unit in which the journal forgets.</summary>
    public int SegmentBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Past this many bytes the oldest segments go, as long as no open run has its start in them.</summary>
    public long JournalBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Past this many bytes the oldest segments go, whoever has his start in them.</summary>
    public long HardJournalBytes { get; init; } = 96 * 1024 * 1024;

    /// <summary>Bytes of one run's output file, results included. The run goes on past it; the rest is not kept.</summary>
    public long RunOutputBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Output bytes of one run that the journal carries inline.</summary>
    public int InlineBytes { get; init; } = 1024 * 1024;

    /// <summary>Output of all runs together; past it the oldest finished runs go.</summary>
    public long AllOutputBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>Finished runs that are kept; past it the oldest go.</summary>
    public int FinishedRuns { get; init; } = 1000;

    /// <summary>How long a finished run is kept.</summary>
    public TimeSpan RunAge { get; init; } = TimeSpan.FromHours(24);
}
