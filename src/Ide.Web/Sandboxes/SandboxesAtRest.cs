using Ide.Web.Hosting;

namespace Ide.Web.Sandboxes;

/// <summary>Looks every few seconds for sandboxes that are idle, which go to sleep, and for those whose time has come, which are destroyed.</summary>
internal sealed partial class SandboxesAtRest(
    ISandboxHost host, SandboxKeeper keeper, TimeProvider time, ILogger<SandboxesAtRest> logger) : PeriodicService(BetweenLooks, time)
{
    /// <summary>The error of every <c>sleepAfter</c> and <c>destroyAfter</c>.</summary>
    public static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    protected override async Task LookAsync(CancellationToken stopping)
    {
        foreach (var entry in host.All.Where(entry => entry.DestroyAt <= Time.GetUtcNow()).ToArray())
        {
            await TryAsync(
                async () =>
                {
                    await keeper.DeleteAsync(entry.Id, stopping);
                    Log.Destroyed(logger, entry.Id);
                },
                stopping);
        }

        await TryAsync(() => host.RestAsync(stopping), stopping);
    }

    /// <summary>One sandbox must not hold up the others: the next look tries again.</summary>
    private async Task TryAsync(Func<Task> action, CancellationToken stopping)
    {
        try
        {
            await action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            Log.LookFailed(logger, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The time of sandbox {Sandbox} had come, and it was destroyed.")]
        public static partial void Destroyed(ILogger logger, Core.Protocol.SandboxId sandbox);

        [LoggerMessage(2, LogLevel.Error, "Looking for sandboxes to let sleep or to destroy failed.")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
