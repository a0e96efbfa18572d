using Bench.Products;

namespace Bench.Measurements;

/// <summary>A class of ten presses Run at once, each in a context of their own.</summary>
internal sealed class TenContexts : IMeasurement
{
    private const int Contexts = 10;
    private const int Warmup = 1;
    private const int Repetitions = 15;

    public Subject Subject { get; } = new(
        "ten-contexts",
        "ten contexts with pandas at once",
        Unit.Milliseconds,
        new Goal(Median: 500),
        "Ten times the same as for a new context, all begun at once with the fork server warm; until the last one has ended.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await ForkServer.WarmAsync(sandbox, cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var each = await Task.WhenAll(Enumerable.Range(0, Contexts).Select(_ =>
                NewContext.OnceAsync(async () => await ProductInterpreter.StartAsync(sandbox, cancellationToken), cancellationToken)));
            return each.Max();
        }
    }
}
