using Ide.Core.Agents;

namespace Ide.Core.Sandboxes;

/// <summary>How a sandbox is stopped, let sleep and destroyed: by who holds its gate.</summary>
public sealed partial class SandboxLifecycle
{
    private async Task StopHeldAsync(SandboxSlot slot, SandboxStatus status = SandboxStatus.Stopped)
    {
        slot.Restarts = AgentRestarts.None;
        slot.IsEnding = true;
        try
        {
            await EndHeldAsync(slot, status).ConfigureAwait(false);
        }
        finally
        {
            slot.IsEnding = false;
        }
    }

    private async Task EndHeldAsync(SandboxSlot slot, SandboxStatus status)
    {
        // From here on who wakes it waits for the gate, and starts it again.
        var present = slot.Running;
        slot.Running = null;
        if (present is { } running && _provider.IsAlive(running.Record))
        {
            await AskToEndAsync(running.Record).ConfigureAwait(false);
        }

        await _provider.StopAsync(slot.Record, CancellationToken.None).ConfigureAwait(false);
        if (slot.Record.Status != status)
        {
            await NoteAsync(slot, slot.Record with { Status = status, Reason = null }).ConfigureAwait(false);
        }
    }

    private async Task AskToEndAsync(SandboxRecord record)
    {
        using var grace = new CancellationTokenSource(ShutdownGrace, _time);
        try
        {
            await AgentHandshake.ShutdownAsync(_provider, record, grace.Token).ConfigureAwait(false);
            while (_provider.IsAlive(record))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(2), _time, grace.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            Log.EndedWithoutAWord(_logger, record.Id);
        }
    }

    private async Task DestroyHeldAsync(SandboxSlot slot)
    {
        slot.IsEnding = true;
        slot.Running = null;
        try
        {
            await _provider.StopAsync(slot.Record, CancellationToken.None).ConfigureAwait(false);

            // Forgotten before its files go: a sandbox with half of them must never come back.
            _catalog.Forget(slot.Record.Id);
        }
        catch
        {
            slot.IsEnding = false;
            throw;
        }

        slot.IsGone = true;
        _slots.TryRemove(slot.Record.Id, out _);
        Changed?.Invoke(slot.Record.Id);
        await _provider.DestroyAsync(slot.Record, CancellationToken.None).ConfigureAwait(false);
        _catalog.RemoveDirectory(slot.Record.Id);
    }
}
