using System.Runtime.InteropServices;
using Ide.Core.Sandboxes;
using Ide.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Ide.Web.Sandboxes;

/// <summary>
/// Takes over the sandboxes that still run when the server starts, before it listens; and when it ends, stops them after
/// Ctrl+C (SIGINT) and leaves them to the next server after SIGTERM, unless <c>--on-exit</c> says otherwise.
/// </summary>
/// <param name="dataLock">Taken before anything of the data directory is touched.</param>
internal sealed class SandboxesAtStartAndEnd(DataLock dataLock, IServiceProvider services, IOptions<ServerOptions> options)
    : IHostedLifecycleService, IDisposable
{
    private PosixSignalRegistration? _interrupt;
    private volatile bool _interrupted;

    private SandboxLifecycle Lifecycle => services.GetRequiredService<SandboxLifecycle>();

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Only looks at the signal: the host ends the server on it, as on SIGTERM.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => _interrupted = true);
        return Lifecycle.AdoptAsync(cancellationToken);
    }

    /// <summary>After the server has stopped to listen, so that nobody starts one again.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) =>
        (options.Value.OnExit ?? (_interrupted ? OnExit.Stop : OnExit.Keep)) == OnExit.Stop
            ? Lifecycle.StopAllAsync()
            : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _interrupt?.Dispose();
        dataLock.Dispose();
    }
}
