using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>A program that prints as fast as it can, to a client that wants all of it.</summary>
internal sealed class PrintFlood : IMeasurement
{
    private const int Lines = 200_000;
    private const string Prepare = $"lines = [{NumberedLines.PythonLine} for i in range(200_000)]";
    private const string Print = """
        for line in lines:
            print(line)
        """;

    private const int Warmup = 2;
    private const int Repetitions = 15;
    private const int PeerWarmup = 1;
    private const int PeerRepetitions = 5;

    public Subject Subject { get; } = new(
        "print-flood",
        "print 200,000 lines of 90 characters until the client has them all",
        Unit.MegabytesPerSecond,
        new Goal(Median: 100),
        "One `print` a line, each line different and made beforehand; from the request until the end of the run has come. "
        + "Every byte is compared. Bytes of the output, not of the wire. Jupyter's rate limit is off.");

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

    private static async Task<Samples> MeasureAsync(
        IInterpreter interpreter, int warmup, int repetitions, CancellationToken cancellationToken)
    {
        var expected = NumberedLines.Text(Lines, "\n");
        await interpreter.RunAsync(Prepare, static _ => { }, cancellationToken);
        return await Repeat.Async(warmup, repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var printed = new Collected(expected.Length);
            CodeEnd? end = null;
            var milliseconds = await Repeat.MillisecondsAsync(
                async () => end = await interpreter.RunAsync(Print, printed.Add, cancellationToken));
            Check.Equal(null, end!.Error);
            Check.Bytes(expected, printed.Bytes, "What was printed");
            return expected.Length / milliseconds / 1000;
        }
    }
}
