namespace Ide.Web.Accounts;

/// <summary>
/// Ends what would hold up the server's end: sockets and streams never end by themselves, and a call may take as long as its
/// program. What is about to be answered has a moment for it.
/// </summary>
internal sealed class ServerEnd(LiveConnections connections, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private CancellationTokenRegistration _stopping;
    private ITimer? _later;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            connections.EndSockets();
            _later = time.CreateTimer(_ => connections.EndAll(), null, Moment, Timeout.InfiniteTimeSpan);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _later?.Dispose();
    }
}
