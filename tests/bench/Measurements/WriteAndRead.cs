using System.Text;
using System.Text.Json;
using Bench.Products;

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
        "`POST /api/write`, then `POST /api/read`, of a text of 1,000,000 characters, until the answer's last byte is there. The requests were made beforehand; the text that came back is taken out of its JSON and compared outside the time.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var content = Encoding.ASCII.GetString(NumberedLines.Text((Size / (NumberedLines.Width + 1)) + 1, "\n"), 0, Size);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        var write = JsonSerializer.SerializeToUtf8Bytes(new { path = Path, content });
        var read = JsonSerializer.SerializeToUtf8Bytes(new { path = Path });
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            byte[] answer = [];
            var time = await Repeat.MillisecondsAsync(async () =>
            {
                await PostAsync("api/write", write);
                answer = await PostAsync("api/read", read);
            });
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.GetProperty("content").ValueEquals(content)
                ? time
                : throw new WrongAnswerException("The text that was read is not the one that was written.");
        }

        async Task<byte[]> PostAsync(string route, byte[] json)
        {
            using var body = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } };
            using var answer = await sandbox.Client.PostAsync(sandbox.Route(route), body, cancellationToken);
            await answer.SucceededAsync(cancellationToken);
            return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        }
    }
}
