using Ide.Core.Protocol.Errors;
using Ide.Web.Hosting;

namespace Ide.Web.Accounts;

/// <summary>
/// Ends what would hold up the server's end:
/// <list type="number">
/// <item>sockets at once, which never end by themselves;</item>
/// <item>streams and calls, which may take as long as their program, after a moment for what is about to be answered;</item>
/// <item>whatever connection is left after another: a request that never becomes whole, or an answer that nobody takes.</item>
/// </list>
/// </summary>
internal sealed class ServerEnd(
    LiveConnections live, OpenConnections connections, IHostApplicationLifetime lifetime, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private CancellationTokenRegistration _stopping;
    private ITimer? _endOfCalls;
    private ITimer? _endOfRest;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(() =>
        {
            var refusal = new AgentException(ErrorCode.SandboxUnavailable, Closing.Reason);
            live.EndSockets(refusal);
            _endOfCalls = time.CreateTimer(_ => live.EndAll(refusal), null, Moment, Timeout.InfiniteTimeSpan);
            _endOfRest = time.CreateTimer(_ => connections.CutAll(), null, 2 * Moment, Timeout.InfiniteTimeSpan);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _endOfCalls?.Dispose();
        _endOfRest?.Dispose();
    }
}
