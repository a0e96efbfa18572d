using Bench.Products;

namespace Bench.Measurements;

/// <summary>How long <c>./run</c> takes when nothing has changed.</summary>
internal sealed class StartOfProduct : IMeasurement
{
    private const int Warmup = 1;
    private const int Repetitions = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public Subject Subject { get; } = new(
        "start",
        "`./run` with nothing changed until `/healthz` answers",
        Unit.Milliseconds,
        new Goal(Median: 6000),
        "From the start of the script until `GET /healthz` succeeds (asked every 2 ms), with a data directory of its own; "
        + "each time it is ended as Ctrl+C does, outside the time.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("ide-bench-");
        try
        {
            return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
        }

        async Task<double> OnceAsync()
        {
            var port = Loopback.FreePort();
            var start = Stopwatch.GetTimestamp();
            await using var server = Daemon.Start(ProductServer.Command(Path.Combine(Repository.Root, "run"), port, data.FullName));
            await server.AnswersAsync(new Uri($"http://127.0.0.1:{port}/healthz"), Limit, cancellationToken);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
