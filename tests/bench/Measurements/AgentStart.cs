using Bench.Products;

namespace Bench.Measurements;

/// <summary>How soon an Agent serves.</summary>
internal sealed class AgentStart : IMeasurement
{
    private const int Warmup = 3;
    private const int Repetitions = 40;

    public Subject Subject { get; } = new(
        "agent-start",
        "the Agent, from its start to its first answer",
        Unit.Milliseconds,
        new Goal(Median: 50),
        "The published binary alone on the bare machine, listening on an inherited socket; from its start until `GET /api/ping`, "
        + "sent at once, is answered.");

    public Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        return Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            await using var agent = new BareAgent();
            var start = Stopwatch.GetTimestamp();
            await agent.StartAsync(cancellationToken);
            await agent.AnswersAsync(cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
