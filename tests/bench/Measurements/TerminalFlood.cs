using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>A large file in a terminal, to a viewer that wants all of it.</summary>
internal sealed class TerminalFlood : IMeasurement
{
    private const int Lines = 400_000;
    private const string File = "/tmp/bench-lines";
    private const string Prepare =
        $"/usr/bin/python3 -c \"open('{File}', 'w').writelines({NumberedLines.PythonLine} + '\\n' for i in range(400_000))\"; echo pre''pared\r";

    private const int Warmup = 1;
    private const int Repetitions = 10;
    private const int PeerRepetitions = 5;

    public Subject Subject { get; } = new(
        "terminal-flood",
        "terminal throughput",
        Unit.MegabytesPerSecond,
        new Goal(Median: 60),
        "`cat` of 400,000 lines of 90 characters in an interactive bash, from Enter until the last byte has come. "
        + "Every byte is compared (a terminal turns each newline into two bytes).");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        await using var terminal = await ProductTerminal.OpenAsync(sandbox, cancellationToken);
        return await MeasureAsync(terminal, Repetitions, cancellationToken);
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var terminal = await JupyterTerminal.OpenAsync(await rig.PeerAsync(cancellationToken), cancellationToken);
        return await MeasureAsync(terminal, PeerRepetitions, cancellationToken);
    }

    private static async Task<Samples> MeasureAsync(ITerminal terminal, int repetitions, CancellationToken cancellationToken)
    {
        var expected = NumberedLines.Text(Lines, "\r\n");
        await terminal.SettleAsync(cancellationToken);
        await terminal.TypeAsync(Prepare, cancellationToken);
        await terminal.ReadUntilAsync("prepared\r\n", expectedBytes: 4096, cancellationToken);
        return await Repeat.Async(Warmup, repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var start = Stopwatch.GetTimestamp();
            await terminal.TypeAsync($"cat {File}; echo e''nd\r", cancellationToken);
            var seen = await terminal.ReadUntilAsync("end\r\n", expected.Length, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(start);
            Compare(expected, seen.Bytes);
            return expected.Length / elapsed.TotalMicroseconds;
        }
    }

    /// <summary>Before the file stands the echo of the command, after it the word that ended the reading.</summary>
    private static void Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> seen)
    {
        var start = seen.IndexOf(expected[..NumberedLines.Width]);
        if (start < 0)
        {
            throw new WrongAnswerException("The file's first line did not come.");
        }

        var end = seen.LastIndexOf("end\r\n"u8);
        Check.Bytes(expected, seen[start..end], "The terminal's output");
    }
}
