namespace Bench.Measurements;

/// <summary>What goes into every sandbox.</summary>
internal sealed class AgentSize : IMeasurement
{
    public Subject Subject { get; } = new(
        "agent-size", "the Agent's binary", Unit.Megabytes, new Goal(Median: 10), "The size of the published file.");

    public Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken) =>
        Task.FromResult(new Samples([new FileInfo(Path.Combine(Repository.Agent, "Agent")).Length / 1e6], Warmup: 0));
}
