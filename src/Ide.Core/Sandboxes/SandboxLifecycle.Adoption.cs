using Ide.Core.Agents;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes;

/// <summary>What a server does with the sandboxes that an earlier one has left, however that one ended.</summary>
public sealed partial class SandboxLifecycle
{
    /// <summary>
    /// At the server's start: takes over the sandboxes that still run, ends what cannot be taken over, and removes what a
    /// crash has left half made or half destroyed.
    /// </summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _catalog.Leftovers())
        {
            try
            {
                await RemoveLeftoverAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Room that is lost, and no more: what one sandbox has left must not keep the server from starting.
                Log.LeftoverNotRemoved(_logger, id, failure);
            }
        }

        await Parallel.ForEachAsync(_slots.Values, cancellationToken, async (slot, token) =>
        {
            await EnterAsync(slot, token).ConfigureAwait(false);
            try
            {
                await AdoptHeldAsync(slot, token).ConfigureAwait(false);
            }
            catch (AgentException failure)
            {
                await NoteFailureAsync(slot, failure).ConfigureAwait(false);
                Log.StartFailed(_logger, slot.Record.Id, failure);
            }
            finally
            {
                slot.Gate.Release();
            }
        }).ConfigureAwait(false);
    }

    private async Task AdoptHeldAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        var record = slot.Record;
        if (_provider.IsAlive(record))
        {
            try
            {
                var hello = await AgentHandshake.HelloAsync(_provider, record, cancellationToken).ConfigureAwait(false);
                await NoteIfThereIsRoomAsync(slot, record with { Status = SandboxStatus.Running, Reason = null }).ConfigureAwait(false);
                slot.Running = new(slot.Record, hello);

                // Who used it a moment ago comes back in a moment.
                slot.Touch(_time.GetUtcNow());
                Log.Adopted(_logger, record.Id);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Whatever answers there: what one sandbox says must not keep the server from starting.
                Log.NotAdopted(_logger, record.Id, failure);
            }
        }

        await _provider.StopAsync(record, cancellationToken).ConfigureAwait(false);
        if (record.Status is SandboxStatus.Creating or SandboxStatus.Running)
        {
            await NoteIfThereIsRoomAsync(slot, record with { Status = SandboxStatus.Stopped, Reason = null }).ConfigureAwait(false);
        }
    }

    private async Task RemoveLeftoverAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var nameless = new SandboxRecord
        {
            Id = id,
            Name = id.Value,
            Status = SandboxStatus.Stopped,
            Provider = _provider.Name,
            CreatedAt = default,
            LastUsedAt = default,
            Owner = "",
            Secret = "",
        };
        await _provider.DestroyAsync(nameless, cancellationToken).ConfigureAwait(false);
        _catalog.RemoveDirectory(id);
        Log.LeftoverRemoved(_logger, id);
    }
}
