namespace Bench.Measurements;

/// <summary>A file goes in and comes back, as bytes.</summary>
internal sealed class WriteAndReadRaw : IMeasurement
{
    private const int Size = 1_000_000;
    private const int Warmup = 20;
    private const int Repetitions = 200;

    public Subject Subject { get; } = new(
        "write-read-raw",
        "the same on the raw route",
        Unit.Milliseconds,
        new Goal(Median: 6),
        "`PUT /api/files/raw`, then `GET`, of 1,000,000 random bytes; the bytes that came back are compared.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var content = new byte[Size];
        new Random(1).NextBytes(content);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        var route = sandbox.Route("api/files/raw?path=/workspace/round-trip.bin");
        return await Repeat.TimedAsync(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task OnceAsync()
        {
            using var body = new ByteArrayContent(content);
            using var written = await sandbox.Client.PutAsync(route, body, cancellationToken);
            written.EnsureSuccessStatusCode();
            var read = await sandbox.Client.GetByteArrayAsync(route, cancellationToken);
            Check.Bytes(content, read, "The file");
        }
    }
}
