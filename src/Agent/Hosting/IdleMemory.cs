namespace Agent.Hosting;

/// <summary>
/// Gives back what the last work has left. The collector runs only when something is allocated, so an Agent that nobody
/// asks for anything would keep the garbage of its start, and of its last flood, for as long as its sandbox is idle.
/// </summary>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var idleness = new Idleness();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (idleness.IsTimeToCollect(GC.GetTotalAllocatedBytes()))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }
        }
    }
}
