using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>What somebody feels who types.</summary>
internal sealed class KeystrokeEcho : IMeasurement
{
    private const int Warmup = 100;
    private const int Repetitions = 1000;
    private const byte Key = (byte)'x';
    private const string Backspace = "\u007f";

    /// <summary>The last thing that readline writes when it has taken a character away.</summary>
    private const string EraseToEndOfLine = "\u001b[K";

    public Subject Subject { get; } = new(
        "terminal-echo",
        "keystroke to echo in a terminal, through the web server",
        Unit.Milliseconds,
        new Goal(Median: 0.8, P99: 3),
        "One key into the prompt of an interactive bash until its echo is there, client and server on loopback; "
        + "each key is erased again before the next, outside the time.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await using var terminal = await ProductTerminal.OpenAsync(sandbox, cancellationToken);
        return await MeasureAsync(terminal, cancellationToken);
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var terminal = await JupyterTerminal.OpenAsync(await rig.PeerAsync(cancellationToken), cancellationToken);
        return await MeasureAsync(terminal, cancellationToken);
    }

    private static async Task<Samples> MeasureAsync(ITerminal terminal, CancellationToken cancellationToken)
    {
        await terminal.SettleAsync(cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await terminal.SendAsync(new[] { Key }, cancellationToken);
            var echo = await terminal.ReadUntilAsync("x", expectedBytes: 16, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start);
            Check.Equal(1, echo.Bytes.Count(Key));

            await terminal.TypeAsync(Backspace, cancellationToken);
            var erasure = await terminal.ReadUntilAsync(EraseToEndOfLine, expectedBytes: 16, cancellationToken);
            Check.Equal(0, erasure.Bytes.Count(Key));
            return elapsed.TotalMilliseconds;
        }
    }
}
