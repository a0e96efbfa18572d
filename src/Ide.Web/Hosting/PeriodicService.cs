namespace Ide.Web.Hosting;

/// <summary>Does one thing again and again for as long as the server runs, the first time after one period. What it throws ends the server.</summary>
internal abstract class PeriodicService(TimeSpan period, TimeProvider time) : BackgroundService
{
    protected TimeProvider Time { get; } = time;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server ends, or never started.
        }
    }

    protected abstract Task LookAsync(CancellationToken stopping);
}
