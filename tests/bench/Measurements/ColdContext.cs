using Bench.Products;

namespace Bench.Measurements;

/// <summary>The first Python of a new sandbox: nothing is warm but the machine's page cache.</summary>
internal sealed class ColdContext : IMeasurement
{
    private const int Warmup = 1;
    private const int Repetitions = 10;

    public Subject Subject { get; } = new(
        "context-cold",
        "the same, cold start",
        Unit.Milliseconds,
        new Goal(Median: 600),
        "As above, as the very first thing in a sandbox that was just made (its making is outside the time).");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await rig.ProductAsync(cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
            await sandbox.ExecuteAsync("true", session: null, cancellationToken);
            return await NewContext.OnceAsync(async () => await ProductInterpreter.StartAsync(sandbox, cancellationToken), cancellationToken);
        }
    }
}
