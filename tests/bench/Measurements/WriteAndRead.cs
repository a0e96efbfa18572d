using System.Text;

namespace Bench.Measurements;

/// <summary>A file goes in and comes back, as text in JSON.</summary>
internal sealed class WriteAndRead : IMeasurement
{
    private const string Path = "/workspace/round-trip.txt";
    private const int Size = 1_000_000;
    private const int Warmup = 20;
    private const int Repetitions = 200;

    public Subject Subject { get; } = new(
        "write-read",
        "write and read back 1 MB",
        Unit.Milliseconds,
        new Goal(Median: 6),
        "`POST /api/write`, then `POST /api/read`, of a text of 1,000,000 characters; the text that came back is compared.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var content = Encoding.ASCII.GetString(NumberedLines.Text((Size / (NumberedLines.Width + 1)) + 1, "\n"), 0, Size);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        return await Repeat.TimedAsync(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task OnceAsync()
        {
            await sandbox.PostAsync("api/write", new { path = Path, content }, cancellationToken);
            var answer = await sandbox.PostAsync("api/read", new { path = Path }, cancellationToken);
            if (!answer.GetProperty("content").ValueEquals(content))
            {
                throw new WrongAnswerException("The text that was read is not the one that was written.");
            }
        }
    }
}
