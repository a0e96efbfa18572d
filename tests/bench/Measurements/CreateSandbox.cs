namespace Bench.Measurements;

/// <summary>How long somebody waits for a new sandbox.</summary>
/// <param name="network"><c>none</c> or <c>egress</c>.</param>
internal sealed class CreateSandbox(string network) : IMeasurement
{
    private const int Warmup = 3;
    private const int Repetitions = 30;

    public Subject Subject { get; } = new(
        $"create-{network}",
        $"create a sandbox until the first command has run (Local, network {network})",
        Unit.Milliseconds,
        new Goal(Median: 60),
        "`POST /api/sandboxes`, then `echo` in its default session; until the command's answer is there and right. "
        + "The sandbox is deleted before the next one, outside the time.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await rig.ProductAsync(cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await using var sandbox = await rig.SandboxAsync(network, cancellationToken);
            var answer = await sandbox.ExecuteAsync("echo first", session: null, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start);
            Check.Equal("first\n", answer);
            return elapsed.TotalMilliseconds;
        }
    }
}
