using System.Collections.Concurrent;
using System.Security.Cryptography;
using Ide.Core.Agents;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Microsoft.Extensions.Logging;

namespace Ide.Core.Sandboxes;

/// <summary>
/// The sandboxes of this server and what becomes of them: made, started, stopped, destroyed, and found again after the
/// server was gone. What is on disk is written before what it tells is done, so that a crash at any point leaves a sandbox
/// that can be started, or a leftover that the next start of the server removes.
/// </summary>
public sealed partial class SandboxLifecycle : IDisposable
{
    /// <summary>How long an Agent may take to flush its journal before it is ended anyway.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(3);

    private readonly SandboxCatalog _catalog;
    private readonly ISandboxProvider _provider;
    private readonly TimeProvider _time;
    private readonly ILogger<SandboxLifecycle> _logger;
    private readonly ConcurrentDictionary<SandboxId, SandboxSlot> _slots = new();

    public SandboxLifecycle(SandboxCatalog catalog, ISandboxProvider provider, TimeProvider time, ILogger<SandboxLifecycle> logger)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        (_catalog, _provider, _time, _logger) = (catalog, provider, time, logger);
        foreach (var record in catalog.Load())
        {
            _slots[record.Id] = new(record);
        }
    }

    /// <summary>A sandbox was made, changed its status or name, or is gone. Raised on any thread; handlers must not throw.</summary>
    public event Action<SandboxId>? Changed;

    /// <summary>Every sandbox, the one used last first.</summary>
    public IReadOnlyList<SandboxRecord> List() =>
        [.. _slots.Values.Select(Look).OrderByDescending(record => record.LastUsedAt)];

    /// <summary>Null for one that is not there.</summary>
    public SandboxRecord? Find(SandboxId id) => _slots.TryGetValue(id, out var slot) ? Look(slot) : null;

    /// <summary>The running Agent of a sandbox, without starting one; null when none runs.</summary>
    public RunningSandbox? FindRunning(SandboxId id) =>
        _slots.TryGetValue(id, out var slot) ? Alive(slot) : null;

    /// <summary>Makes a sandbox and starts it.</summary>
    /// <exception cref="AgentException">The id is taken, or it cannot be made here; then nothing of it is left.</exception>
    public async Task<SandboxRecord> CreateAsync(NewSandbox wanted, string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var record = await _provider.PrepareAsync(Draft(wanted, owner), cancellationToken).ConfigureAwait(false);
        var slot = new SandboxSlot(record);
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_slots.TryAdd(record.Id, slot))
            {
                throw new AgentException(ErrorCode.SandboxAlreadyExists, $"There is a sandbox {record.Id} already.");
            }

            try
            {
                await _catalog.SaveAsync(record, cancellationToken).ConfigureAwait(false);
                await StartHeldAsync(slot, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure)
            {
                await DestroyHeldAsync(slot).ConfigureAwait(false);
                if (FullDisk.Is(failure))
                {
                    throw FullDisk.Refusal(failure);
                }

                throw;
            }

            return slot.Record;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Stops a sandbox; its files and its journal stay. One that is stopped is no error.</summary>
    /// <exception cref="AgentException">It is not there.</exception>
    public async Task<SandboxRecord> StopAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var slot = Get(id);
        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            await StopHeldAsync(slot).ConfigureAwait(false);
            return slot.Record;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Destroys a sandbox with everything in it.</summary>
    /// <exception cref="AgentException">It is not there.</exception>
    public async Task DestroyAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var slot = Get(id);
        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            await DestroyHeldAsync(slot).ConfigureAwait(false);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Changes what people may change: name, labels, when it sleeps.</summary>
    /// <exception cref="AgentException">It is not there.</exception>
    public async Task<SandboxRecord> UpdateAsync(
        SandboxId id, Func<SandboxRecord, SandboxRecord> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var slot = Get(id);
        await EnterAsync(slot, cancellationToken).ConfigureAwait(false);
        try
        {
            await SaveAsync(slot, change(slot.Record)).ConfigureAwait(false);
            return slot.Record;
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>A fresh connection to the Agent of a sandbox that runs.</summary>
    /// <exception cref="IOException">Nobody listens.</exception>
    public Task<Stream> ConnectAsync(SandboxId id, CancellationToken cancellationToken) =>
        _provider.ConnectAsync(Get(id).Record, cancellationToken);

    /// <summary>At a clean end of the server: stops every sandbox, side by side. What keeps one from it does not keep the others.</summary>
    public Task StopAllAsync() => Parallel.ForEachAsync(
        _slots.Keys,
        async (id, _) =>
        {
            try
            {
                await StopAsync(id, CancellationToken.None).ConfigureAwait(false);
            }
            catch (AgentException exception) when (exception.Code is ErrorCode.SandboxNotFound or ErrorCode.NoSpace)
            {
                // Destroyed meanwhile; or it is stopped, and the next server sees that for itself.
            }
            catch (Exception failure)
            {
                Log.NotStopped(_logger, id, failure);
            }
        });

    /// <summary>Lets the records go; sandboxes go on.</summary>
    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Dispose();
        }
    }

    private SandboxRecord Draft(NewSandbox wanted, string owner)
    {
        var id = wanted.Id ?? SandboxId.New();
        if (_slots.ContainsKey(id))
        {
            throw new AgentException(ErrorCode.SandboxAlreadyExists, $"There is a sandbox {id} already.");
        }

        if (wanted.Provider is { } provider && provider != _provider.Name)
        {
            throw AgentException.Invalid("provider", $"this server makes sandboxes with the provider {_provider.Name}");
        }

        if (wanted.Image is not null)
        {
            throw AgentException.Invalid(
                "image", $"the provider {_provider.Name} has no images: its sandboxes see the programs of the server's own system; leave it out");
        }

        var now = _time.GetUtcNow();
        return new SandboxRecord
        {
            Id = id,
            Name = wanted.Name ?? id.Value,
            Status = SandboxStatus.Creating,
            Provider = _provider.Name,
            CreatedAt = now,
            LastUsedAt = now,
            Owner = owner,
            Limits = (wanted.Limits ?? new()).OrDefault(),
            Network = wanted.Network,
            SleepAfter = wanted.SleepAfter,
            DestroyAt = now + wanted.DestroyAfter,
            KeepAlive = wanted.KeepAlive,
            Environment = wanted.Environment,
            Labels = wanted.Labels,
            Secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        };
    }

    /// <summary>The record, with the truth about a sandbox that ended by itself since it was last looked at.</summary>
    private SandboxRecord Look(SandboxSlot slot)
    {
        var record = slot.Record;
        return record.Status == SandboxStatus.Running && !slot.IsEnding && slot.Running is { } running && !_provider.IsAlive(running.Record)
            ? record with { Status = SandboxStatus.Failed, Reason = "The sandbox's Agent ended by itself." }
            : record;
    }

    private SandboxSlot Get(SandboxId id) => _slots.TryGetValue(id, out var slot)
        ? slot
        : throw new AgentException(ErrorCode.SandboxNotFound, $"There is no sandbox {id}.");

    private static async Task EnterAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        await slot.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (slot.IsGone)
        {
            slot.Gate.Release();
            throw new AgentException(ErrorCode.SandboxNotFound, $"There is no sandbox {slot.Record.Id}.");
        }
    }

    private async Task<RunningSandbox> StartHeldAsync(SandboxSlot slot, CancellationToken cancellationToken)
    {
        slot.Running = null;
        try
        {
            var started = await _provider.StartAsync(slot.Record, cancellationToken).ConfigureAwait(false);
            var running = started with { Status = SandboxStatus.Running, Reason = null };

            // Written while the Agent starts; when it does not, the failure is written over it.
            var hello = AgentHandshake.HelloAsync(_provider, started, cancellationToken);
            await Task.WhenAll(hello, _catalog.SaveAsync(running, CancellationToken.None)).ConfigureAwait(false);
            Publish(slot, running);
            return slot.Running = new(slot.Record, await hello.ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            await _provider.StopAsync(slot.Record, CancellationToken.None).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            var refusal = Refusal(slot.Record, failure);
            await NoteFailureAsync(slot, refusal).ConfigureAwait(false);
            Log.StartFailed(_logger, slot.Record.Id, failure);
            throw refusal;
        }
    }

    private AgentException Refusal(SandboxRecord record, Exception failure) => failure switch
    {
        AgentException refusal => refusal,
        IOException full when FullDisk.Is(full) => FullDisk.Refusal(full),
        _ => new(
            ErrorCode.SandboxUnavailable,
            $"The sandbox was started and its Agent does not answer: {_provider.LastWords(record) ?? failure.Message}",
            null,
            failure),
    };

    private Task NoteFailureAsync(SandboxSlot slot, AgentException refusal) =>
        NoteIfThereIsRoomAsync(slot, slot.Record with { Status = SandboxStatus.Failed, Reason = refusal.Message });

    /// <summary>As <see cref="NoteAsync"/>, for what nobody waits to hear.</summary>
    private async Task NoteIfThereIsRoomAsync(SandboxSlot slot, SandboxRecord record)
    {
        try
        {
            await NoteAsync(slot, record).ConfigureAwait(false);
        }
        catch (AgentException full) when (full.Code == ErrorCode.NoSpace)
        {
            // The record on disk stays what it was; a start from there is as good.
        }
    }

    /// <summary>What has happened holds here also when the disk has no room to say so.</summary>
    private async Task NoteAsync(SandboxSlot slot, SandboxRecord record)
    {
        Publish(slot, record);
        await _catalog.SaveAsync(record, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task SaveAsync(SandboxSlot slot, SandboxRecord record)
    {
        await _catalog.SaveAsync(record, CancellationToken.None).ConfigureAwait(false);
        Publish(slot, record);
    }

    private void Publish(SandboxSlot slot, SandboxRecord record)
    {
        slot.Record = record;
        Changed?.Invoke(record.Id);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The sandbox {Id} still ran and was taken over.")]
        public static partial void Adopted(ILogger logger, SandboxId id);

        [LoggerMessage(2, LogLevel.Warning, "The sandbox {Id} still ran and could not be taken over; it was stopped.")]
        public static partial void NotAdopted(ILogger logger, SandboxId id, Exception exception);

        [LoggerMessage(3, LogLevel.Warning, "The sandbox {Id} could not be started.")]
        public static partial void StartFailed(ILogger logger, SandboxId id, Exception exception);

        [LoggerMessage(4, LogLevel.Warning, "The Agent of {Id} did not end when it was asked to, and was ended.")]
        public static partial void EndedWithoutAWord(ILogger logger, SandboxId id);

        [LoggerMessage(6, LogLevel.Information, "The sandbox {Id} was idle and went to sleep.")]
        public static partial void Slept(ILogger logger, SandboxId id);

        [LoggerMessage(7, LogLevel.Warning, "The Agent of {Id} does not say whether it works, so the sandbox stays awake: {Reason}")]
        public static partial void NotAsked(ILogger logger, SandboxId id, string reason);

        [LoggerMessage(12, LogLevel.Error, "The sandbox {Id} could not be let sleep; it is tried again.")]
        public static partial void NotRested(ILogger logger, SandboxId id, Exception exception);

        [LoggerMessage(13, LogLevel.Error, "The sandbox {Id} could not be stopped; the next start of the server looks after it.")]
        public static partial void NotStopped(ILogger logger, SandboxId id, Exception exception);

        [LoggerMessage(5, LogLevel.Information, "What was left of the sandbox {Id} was removed.")]
        public static partial void LeftoverRemoved(ILogger logger, SandboxId id);

        [LoggerMessage(14, LogLevel.Error, "What is left of the sandbox {Id} could not be removed; the next start of the server tries again.")]
        public static partial void LeftoverNotRemoved(ILogger logger, SandboxId id, Exception failure);

        [LoggerMessage(8, LogLevel.Warning, "The Agent of {Id} ended by itself; it is started again, for the {Count}. time in a row. It said: {LastWords}")]
        public static partial void Reviving(ILogger logger, SandboxId id, int count, string lastWords);

        [LoggerMessage(9, LogLevel.Error, "The Agent of {Id} ended by itself after {Most} starts in a row, and is not started again. It said: {LastWords}")]
        public static partial void GivenUp(ILogger logger, SandboxId id, int most, string lastWords);

        [LoggerMessage(10, LogLevel.Warning, "The network of the sandbox {Id} had ended, and was connected again.")]
        public static partial void Mended(ILogger logger, SandboxId id);

        [LoggerMessage(11, LogLevel.Warning, "The network of the sandbox {Id} has ended, and could not be connected again; it is tried once more later.")]
        public static partial void NotMended(ILogger logger, SandboxId id, Exception exception);
    }
}
