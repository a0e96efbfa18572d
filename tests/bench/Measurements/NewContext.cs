using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>A fresh Python with the usual libraries, when the fork server is warm.</summary>
internal sealed class NewContext : IMeasurement
{
    /// <summary>What a data scientist's first cell is.</summary>
    public const string FirstCell = """
        import pandas as pd
        import matplotlib.pyplot as plt
        print(pd.DataFrame({'a': [1, 2]})['a'].sum(), plt.gcf().number)
        """;

    private const int Warmup = 3;
    private const int Repetitions = 40;
    private const int PeerWarmup = 2;
    private const int PeerRepetitions = 10;

    public Subject Subject { get; } = new(
        "context-warm",
        "new Python context with pandas and matplotlib imported, first run done (fork server warm)",
        Unit.Milliseconds,
        new Goal(Median: 40),
        "`POST /api/contexts`, then a first run that imports both, uses them and prints; until the end of the run has come "
        + "and the output is right. Contexts are made until the fork server serves them; then the warm-up begins. "
        + "Jupyter: a new kernel and the same cell.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await ForkServer.WarmAsync(sandbox, cancellationToken);
        return await Repeat.Async(
            Warmup, Repetitions, () => OnceAsync(async () => await ProductInterpreter.StartAsync(sandbox, cancellationToken), cancellationToken), cancellationToken);
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        var server = await rig.PeerAsync(cancellationToken);
        return await Repeat.Async(
            PeerWarmup, PeerRepetitions, () => OnceAsync(async () => await JupyterKernel.StartAsync(server, cancellationToken), cancellationToken), cancellationToken);
    }

    /// <returns>Milliseconds until a new interpreter has run <see cref="FirstCell"/>.</returns>
    public static async Task<double> OnceAsync(Func<Task<IInterpreter>> startAsync, CancellationToken cancellationToken)
    {
        var printed = new Collected(64);
        var start = Stopwatch.GetTimestamp();
        await using var interpreter = await startAsync();
        var end = await interpreter.RunAsync(FirstCell, printed.Add, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        Check.Equal(null, end.Error);
        Check.Bytes("3 1\n"u8, printed.Bytes, "What the first cell printed");
        return elapsed.TotalMilliseconds;
    }
}
