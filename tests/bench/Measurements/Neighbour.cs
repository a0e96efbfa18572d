using Bench.Products;

namespace Bench.Measurements;

/// <summary>What one sandbox feels of another that takes all it can get.</summary>
/// <param name="greed">A shell command that does not end by itself.</param>
internal sealed class Neighbour(string name, string what, string greed) : IMeasurement
{
    private const int Warmup = 10;
    private const int Repetitions = 200;

    /// <summary>How long the greedy one is at work before the first call, so that it has what it gets.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    public Subject Subject { get; } = new(
        $"neighbour-{name}",
        $"`exec true` beside a sandbox with {what}",
        Unit.Milliseconds,
        new Goal(P99: 100),
        $"As in a session, while `{greed}` runs in another sandbox, which has the server's usual limits; from 2 s after its start.");

    public static IEnumerable<Neighbour> Cases { get; } =
    [
        new("bomb", "a fork bomb", "bomb() { bomb | bomb & }; while true; do bomb; sleep 0.1; done"),
        new("memory", "an allocation of 100 GB", "while true; do python3 -c 'hold = [bytearray(1 << 24) for _ in range(6400)]'; done"),
    ];

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var calm = await rig.SandboxAsync("egress", cancellationToken);
        await using var greedy = await rig.SandboxAsync("egress", cancellationToken);
        await greedy.PostAsync("api/process/start", new { command = $"{{ {greed}; }} > /dev/null 2>&1" }, cancellationToken);
        await Task.Delay(HeadStart, cancellationToken);
        return await Repeat.TimedAsync(
            Warmup,
            Repetitions,
            async () => Check.Equal("", await calm.ExecuteAsync("true", session: null, cancellationToken)),
            cancellationToken);
    }
}
