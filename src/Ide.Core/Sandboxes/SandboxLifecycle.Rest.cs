using Ide.Core.Agents;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;

namespace Ide.Core.Sandboxes;

/// <summary>
/// When a sandbox goes to sleep by itself: nobody is in it, none of its runs is open, and no terminal has written for its
/// <see cref="SandboxRecord.SleepAfter"/>. Any use wakes it.
/// </summary>
public sealed partial class SandboxLifecycle
{
    /// <summary>What an Agent that lives needs a small part of; one that hangs holds up only itself.</summary>
    private static readonly TimeSpan AskingLimit = TimeSpan.FromSeconds(2);

    /// <summary>A connection each, and little else.</summary>
    private const int MostAskedAtOnce = 32;

    /// <summary>Says that somebody is in a sandbox until the result is disposed. Nothing happens for one that is not there.</summary>
    public IDisposable Use(SandboxId id) => new SandboxUse(_slots.GetValueOrDefault(id), _time);

    /// <summary>Lets sleep what is idle, side by side.</summary>
    public Task RestAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        _slots.Values.Where(IsIdle),
        new ParallelOptions { MaxDegreeOfParallelism = MostAskedAtOnce, CancellationToken = cancellationToken },
        async (slot, stopping) =>
        {
            try
            {
                await RestAsync(slot, stopping).ConfigureAwait(false);
            }
            catch (AgentException exception) when (exception.Code is ErrorCode.SandboxNotFound or ErrorCode.NoSpace)
            {
                // Destroyed meanwhile; or it sleeps, and its record on disk says so with its next change.
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                // One sandbox must not keep the others awake.
                Log.NotRested(_logger, slot.Record.Id, failure);
            }
        });

    private bool IsIdle(SandboxSlot slot) =>
        slot.Record is { Status: SandboxStatus.Running, KeepAlive: false, SleepAfter: { } quiet } record
        && !slot.IsInUse
        && record.LastUsedAt + quiet <= _time.GetUtcNow();

    private async Task RestAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        var touches = slot.Touches;
        if (!await HasBeenQuietAsync(slot, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            // Who wakes a sandbox says so first and looks for its Agent then; this looks in the other order.
            var running = slot.Running;
            slot.Running = null;
            Interlocked.MemoryBarrier();
            var isUsed = slot.Touches != touches || !IsIdle(slot);
            slot.Running = running;
            if (running is not null && !isUsed)
            {
                await StopHeldAsync(slot, SandboxStatus.Sleeping).ConfigureAwait(false);
                Log.Slept(_logger, slot.Record.Id);
            }
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private async Task<bool> HasBeenQuietAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        if (slot.Running is not { } running || !_provider.IsAlive(running.Record))
        {
            return false;
        }

        using var limit = new CancellationTokenSource(AskingLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        AgentActivity activity;
        try
        {
            activity = await AgentHandshake.ActivityAsync(_provider, running.Record, either.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is HttpRequestException or System.Text.Json.JsonException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // What an Agent does that does not say is not known: it is left alone.
            Log.NotAsked(_logger, running.Record.Id, failure is OperationCanceledException ? "no answer in time." : failure.Message);
            return false;
        }

        if (activity.IsBusy)
        {
            slot.Touch(_time.GetUtcNow());
            return false;
        }

        return activity.LastAt is not { } last || last + running.Record.SleepAfter <= _time.GetUtcNow();
    }

    /// <summary>Somebody's stay in a sandbox.</summary>
    private sealed class SandboxUse : IDisposable
    {
        private readonly TimeProvider _time;
        private SandboxSlot? _slot;

        public SandboxUse(SandboxSlot? slot, TimeProvider time)
        {
            (_slot, _time) = (slot, time);
            slot?.BeginUse(time.GetUtcNow());
        }

        public void Dispose() => Interlocked.Exchange(ref _slot, null)?.EndUse(_time.GetUtcNow());
    }
}
