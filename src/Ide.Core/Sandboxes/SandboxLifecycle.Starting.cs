using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes;

/// <summary>
/// Who starts a sandbox: a person who says so, a call to one that was stopped, and, when its Agent has ended without
/// anybody having asked for it, the server itself for who watches, as often as <see cref="AgentRestarts"/> allows.
/// </summary>
public sealed partial class SandboxLifecycle
{
    /// <summary>A person wants it to run, whatever it died of before.</summary>
    /// <exception cref="AgentException">It is not there, or it cannot be started.</exception>
    public async Task<RunningSandbox> StartAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var slot = Get(id);
        slot.Touch(_time.GetUtcNow());
        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            // Also of one that a call has started a moment earlier: from here on nothing that it died of before counts.
            slot.Restarts = AgentRestarts.None;
            return Alive(slot) ?? await StartHeldAsync(slot, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Starts a sandbox that a call is for, or finds that it runs. For one that has died this waits until it may be started.</summary>
    /// <exception cref="AgentException">It is not there, cannot be started, or has died too often.</exception>
    public async Task<RunningSandbox> WakeAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var slot = Get(id);
        slot.Touch(_time.GetUtcNow());
        if (Alive(slot) is { } present)
        {
            return present;
        }

        // One that somebody else has started meanwhile may be dead again. This ends: starts in a row are counted.
        var hadDied = false;
        while (HasDied(slot))
        {
            hadDied = true;
            if (await RestartAsync(slot, cancellationToken).ConfigureAwait(false) is { } restarted)
            {
                return restarted;
            }
        }

        if (hadDied && slot.Record.Status != SandboxStatus.Sleeping)
        {
            throw Unavailable(slot);
        }

        return await WakeStoppedAsync(slot, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>How a sandbox stands, at once and without changing it.</summary>
    public SandboxSighting Watch(SandboxId id)
    {
        if (!_slots.TryGetValue(id, out var slot))
        {
            return new SandboxSighting.Stopped();
        }

        return Alive(slot) is not null ? new SandboxSighting.Here()
            : HasDied(slot) ? new SandboxSighting.Died(slot.IsRestarting ? slot.Restarts.Count : slot.Restarts.AtDeath(_time.GetUtcNow()).Count + 1)
            : slot.Record is { Status: SandboxStatus.Failed, Reason: { } reason } ? new SandboxSighting.Failed(reason)
            : new SandboxSighting.Stopped();
    }

    /// <summary>
    /// Starts a sandbox whose Agent ended by itself, when its pause has passed; returns when that was tried, or was no longer
    /// to be done. What became of it, <see cref="Watch"/> says.
    /// </summary>
    public async Task ReviveAsync(SandboxId id, CancellationToken cancellationToken)
    {
        try
        {
            if (_slots.TryGetValue(id, out var slot) && HasDied(slot))
            {
                await RestartAsync(slot, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (AgentException)
        {
            // It is in the record and in the log.
        }
    }

    private async Task<RunningSandbox> WakeStoppedAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        // Who stops it means the calls that are under way, too: an open page asks for something every few seconds.
        var isEnding = slot.IsEnding;
        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            return Alive(slot) is { } running ? running
                : slot.Restarts.IsSpent || (isEnding && slot.Record.Status == SandboxStatus.Stopped) ? throw Unavailable(slot)
                : await StartHeldAsync(slot, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <returns>Null when there was nothing to be done: it was stopped meanwhile, or has died too often.</returns>
    private async Task<RunningSandbox?> RestartAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        // Without the gate: whoever stops or starts it meanwhile does not wait for a pause.
        var pause = slot.Restarts.AtDeath(_time.GetUtcNow()).DueAt - _time.GetUtcNow();
        if (pause > TimeSpan.Zero && !slot.Restarts.IsSpent && !slot.IsRestarting)
        {
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }

        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            return Alive(slot) is { } running ? running
                : HasDied(slot) ? await RestartHeldAsync(slot).ConfigureAwait(false)
                : null;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    private async Task<RunningSandbox?> RestartHeldAsync(SandboxSlot slot)
    {
        var now = _time.GetUtcNow();
        var before = slot.Record.Status == SandboxStatus.Running ? slot.Restarts.AtDeath(now) : slot.Restarts;
        if (before.IsSpent)
        {
            await GiveUpHeldAsync(slot).ConfigureAwait(false);
            return null;
        }

        if (before.DueAt > now)
        {
            // Somebody else has started it, and it died again, while this caller waited for the gate.
            return null;
        }

        slot.IsRestarting = true;
        slot.Restarts = before.Next(now);
        Log.Reviving(_logger, slot.Record.Id, slot.Restarts.Count, Said(_provider.LastWords(slot.Record)));
        try
        {
            // For everybody: not ended with the caller that happened to come first.
            return await StartHeldAsync(slot, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            slot.IsRestarting = false;
        }
    }

    private async Task GiveUpHeldAsync(SandboxSlot slot)
    {
        var words = _provider.LastWords(slot.Record);
        Log.GivenUp(_logger, slot.Record.Id, AgentRestarts.Most, Said(words));
        await NoteFailureAsync(slot, new(
            ErrorCode.SandboxUnavailable,
            $"The sandbox ended by itself {AgentRestarts.Most + 1} times in a row, so it is not started again until somebody starts it."
            + (words is null ? "" : $" Its last words: {words}"))).ConfigureAwait(false);
        await _provider.StopAsync(slot.Record, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>For the log's "It said: …".</summary>
    private static string Said(string? lastWords) => lastWords ?? "nothing";

    private RunningSandbox? Alive(SandboxSlot slot) =>
        slot.Running is { } running && _provider.IsAlive(running.Record) ? running : null;

    /// <summary>Whether it is to run as far as anybody has said, and does not.</summary>
    private bool HasDied(SandboxSlot slot) => !slot.IsEnding && Alive(slot) is null && slot.Record.Status switch
    {
        SandboxStatus.Running => true,
        SandboxStatus.Failed => slot.Restarts is { Count: > 0, IsSpent: false },
        _ => false,
    };

    private static AgentException Unavailable(SandboxSlot slot) =>
        new(ErrorCode.SandboxUnavailable, slot.Record.Reason ?? "The sandbox was stopped.");
}
