namespace Bench.Reports;

/// <summary>What one run of the benchmark found, and on what.</summary>
internal sealed class Report(MachineFacts machine, DateTimeOffset at)
{
    private readonly List<Outcome> _outcomes = [];

    public MachineFacts Machine => machine;

    public DateTimeOffset At => at;

    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>Something gave a wrong answer or could not be measured. A number that was not reached is no failure.</summary>
    public bool Failed => _outcomes.Any(static outcome => outcome.Product is not Side.Measured || outcome.Peer is Side.Failed);

    public void Add(Outcome outcome) => _outcomes.Add(outcome);
}
