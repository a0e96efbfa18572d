using Ide.Core.Streams;

namespace Ide.Core.Sandboxes;

/// <summary>What sandboxes that run have lost besides their Agents: helpers of theirs that died.</summary>
public sealed partial class SandboxLifecycle
{
    private static readonly GrowingPause MendPauses = new(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5));

    /// <summary>
    /// Looks after every sandbox once. One that somebody starts or stops at this moment is left for the next time; one that
    /// could not be mended is tried again ever more rarely.
    /// </summary>
    public async Task MendAsync(CancellationToken cancellationToken)
    {
        foreach (var slot in _slots.Values)
        {
            if (Alive(slot) is null || slot.MendAt > _time.GetUtcNow() || !slot.Gate.Wait(0, CancellationToken.None))
            {
                continue;
            }

            try
            {
                if (Alive(slot) is { } running && await _provider.MendAsync(running.Record, cancellationToken).ConfigureAwait(false))
                {
                    Log.Mended(_logger, slot.Record.Id);
                }

                slot.MendFailures = 0;
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Whatever one sandbox does: the others are looked after, and the server goes on.
                slot.MendAt = _time.GetUtcNow() + MendPauses.After(++slot.MendFailures);
                Log.NotMended(_logger, slot.Record.Id, failure);
            }
            finally
            {
                slot.Gate.Release();
            }
        }
    }
}
