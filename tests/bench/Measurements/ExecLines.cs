using System.Text;

namespace Bench.Measurements;

/// <summary>A command that says much: no line may be lost.</summary>
internal sealed class ExecLines : IMeasurement
{
    private const int Lines = 100_000;
    private const int Warmup = 3;
    private const int Repetitions = 30;

    public Subject Subject { get; } = new(
        "exec-lines",
        "`exec` of 100,000 lines, streamed",
        Unit.Milliseconds,
        new Goal(Median: 60),
        "`POST /api/execute/stream` with `seq 100000`, until the stream has ended. Every byte is compared.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var expected = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, Lines).Select(static line => $"{line}\n")));
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            var text = new StreamedText();
            var output = new Collected(expected.Length);
            string? last = null;
            var milliseconds = await Repeat.MillisecondsAsync(() =>
                sandbox.StreamAsync("api/execute/stream", new { command = $"seq {Lines}" }, Take, cancellationToken));
            Check.Bytes(expected, output.Bytes, "The output of seq");
            Check.Equal("complete", last);
            return milliseconds;

            void Take(ReadOnlySpan<byte> json)
            {
                last = StreamedText.Property(json, "type"u8);
                if (last == "stdout")
                {
                    text.Take(json, "data"u8, output.Add);
                }
            }
        }
    }
}
