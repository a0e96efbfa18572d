using Agent.Http;
using Agent.Runs;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary>
/// <c>port-watch</c>: tries a port of the sandbox until it is ready, or the process that was to serve it has ended, and tells
/// which of the two. It has no time limit of its own; it ends with its caller.
/// </summary>
internal sealed class WatchPort(ProcessRegistry processes, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>At once: at the shortest interval each is ten connections a second for the sandbox's programs.</summary>
    public const int MostWatches = 32;

    private const int UsualInterval = 500, ShortestInterval = 100, LongestInterval = 10_000;

    private int _watches;

    /// <exception cref="AgentException">INVALID_PORT, VALIDATION_FAILED, PROCESS_NOT_FOUND, TOO_MANY_REQUESTS.</exception>
    public async Task RunAsync(HttpContext context, PortWatchRequest request)
    {
        var probe = new PortProbe(request, time);
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(request.Interval ?? UsualInterval, ShortestInterval, LongestInterval));
        var process = request.ProcessId is { } id ? processes.Get(id).Run : null;
        try
        {
            if (Interlocked.Increment(ref _watches) > MostWatches)
            {
                throw new AgentException(ErrorCode.TooManyRequests, $"{MostWatches} ports are watched at once already; end one of those watches first.");
            }

            await TellAsync(new(context.Response, time), probe, interval, process, context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _watches);
        }
    }

    private async Task TellAsync(SseWriter sse, PortProbe probe, TimeSpan interval, Run? process, CancellationToken cancellationToken)
    {
        await sse.StartAsync(cancellationToken);
        sse.Write(1, new PortWatchEvent.Watching(probe.Port), ProcessesJson.Relaxed.PortWatchEvent);
        await sse.FlushAsync(cancellationToken);

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        var outcome = WaitAsync(probe, interval, process, watching.Token);
        try
        {
            sse.Write(2, await sse.KeepAliveWhileAsync(new ValueTask<PortWatchEvent>(outcome), cancellationToken), ProcessesJson.Relaxed.PortWatchEvent);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            sse.Write(2, new PortWatchEvent.Failed(probe.Port, "The sandbox is stopping."), ProcessesJson.Relaxed.PortWatchEvent);
        }
        finally
        {
            // No try outlives the place that it has.
            await watching.CancelAsync();
            await ((Task)outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await sse.FlushAsync(cancellationToken);
    }

    /// <summary>What comes first. A process that had ended before tells only that: whoever serves the port then, it is not that one.</summary>
    private async Task<PortWatchEvent> WaitAsync(PortProbe probe, TimeSpan interval, Run? process, CancellationToken cancellationToken)
    {
        if (process is null)
        {
            return await TryUntilReadyAsync(probe, interval, cancellationToken);
        }

        using var trying = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (process.Finished is null)
        {
            var ready = TryUntilReadyAsync(probe, interval, trying.Token);
            if (await Task.WhenAny(ready, process.Completion) == ready)
            {
                return await ready;
            }

            await trying.CancelAsync();
            await ((Task)ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new PortWatchEvent.ProcessExited(probe.Port, process.Finished!.ExitCode);
    }

    private async Task<PortWatchEvent> TryUntilReadyAsync(PortProbe probe, TimeSpan interval, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await probe.TryAsync(cancellationToken) is { } ready)
            {
                return ready;
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }
}
