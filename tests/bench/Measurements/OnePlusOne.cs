using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>The least that a run costs.</summary>
internal sealed class OnePlusOne : IMeasurement
{
    private const int Warmup = 50;
    private const int Repetitions = 500;
    private const int PeerWarmup = 10;
    private const int PeerRepetitions = 200;

    public Subject Subject { get; } = new(
        "one-plus-one",
        "run `1+1` in a living Python context",
        Unit.Milliseconds,
        new Goal(Median: 2),
        "`POST /api/execute/code` until the stream has ended, with `2` as its result. Jupyter: `execute_request` on the kernel's "
        + "open socket until its reply and its idle state are there.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await using var context = await ProductInterpreter.StartAsync(sandbox, cancellationToken);
        return await MeasureAsync(context, Warmup, Repetitions, cancellationToken);
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var kernel = await JupyterKernel.StartAsync(await rig.PeerAsync(cancellationToken), cancellationToken);
        return await MeasureAsync(kernel, PeerWarmup, PeerRepetitions, cancellationToken);
    }

    private static Task<Samples> MeasureAsync(
        IInterpreter interpreter, int warmup, int repetitions, CancellationToken cancellationToken)
    {
        return Repeat.TimedAsync(warmup, repetitions, OnceAsync, cancellationToken);

        async Task OnceAsync()
        {
            var end = await interpreter.RunAsync("1+1", static _ => { }, cancellationToken);
            Check.Equal("2", end.Result);
        }
    }
}
