using Bench.Products;

namespace Bench.Measurements;

/// <summary>Two hundred people look at one sandbox, and something happens in it.</summary>
internal sealed class Viewers : IMeasurement
{
    private const int Count = 200;

    /// <summary>One person may open 100 sockets and send 50 messages a second, joining among them.</summary>
    private const int PerPerson = 10;

    private const int Warmup = 10;
    private const int Events = 100;

    public Subject Subject { get; } = new(
        "viewers",
        $"one event to {Count} viewers of a sandbox",
        Unit.Milliseconds,
        new Goal(P99: 30),
        $"{Events} times `POST /api/env`, one after another; each of {Count} SignalR connections of {Count / PerPerson} invited people gets one `environment_changed`. A figure is "
        + "the time from the request until one viewer has read the event. Every viewer's `seq` runs without a hole or a double.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        var server = await rig.ProductAsync(cancellationToken);
        await using var sandbox = await rig.SandboxAsync("egress", cancellationToken);
        var viewers = new List<Viewer>();
        try
        {
            for (var person = 0; person < Count / PerPerson; person++)
            {
                var watcher = await InvitedPerson.JoinAsync(server, sandbox, $"viewer {person}", cancellationToken);
                for (var i = 0; i < PerPerson; i++)
                {
                    viewers.Add(await Viewer.JoinAsync(server.Address, sandbox.Id, watcher, "environment_changed", cancellationToken));
                }
            }

            return await MeasureAsync(sandbox, viewers, cancellationToken);
        }
        finally
        {
            foreach (var viewer in viewers)
            {
                await viewer.DisposeAsync();
            }
        }
    }

    private static async Task<Samples> MeasureAsync(Sandbox sandbox, List<Viewer> viewers, CancellationToken cancellationToken)
    {
        var latencies = new List<double>(Events * Count);
        for (var happened = 1; happened <= Warmup + Events; happened++)
        {
            var start = Stopwatch.GetTimestamp();
            await sandbox.PostAsync("api/env", new { env = new { BENCH = $"{happened}" } }, cancellationToken);
            foreach (var viewer in viewers)
            {
                var arrival = await viewer.SawAsync(happened, cancellationToken);
                if (happened > Warmup)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(start, arrival).TotalMilliseconds);
                }
            }
        }

        return new Samples(latencies, Warmup * Count);
    }
}
