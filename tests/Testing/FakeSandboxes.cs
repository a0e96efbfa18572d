using System.Collections.Concurrent;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;
using Ide.Web.Gateway;
using Ide.Web.Sandboxes;

namespace Testing;

/// <summary>Where sandboxes live, for tests of the web server: each is a <see cref="FakeAgent"/>.</summary>
internal sealed class FakeSandboxes : IAgentDialer, ISandboxDirectory, ISandboxHost
{
    private readonly ConcurrentDictionary<SandboxId, (SandboxEntry Entry, FakeAgent Agent)> _sandboxes = new();
    private readonly ConcurrentDictionary<SandboxId, int> _uses = new();
    private int _wakes;
    private int _revivals;
    private Task _crash = Task.CompletedTask;

    /// <summary>How often somebody had to be woken.</summary>
    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>What asking for the list meets; null: nothing.</summary>
    public Exception? Fault { get; set; }

    public IEnumerable<SandboxEntry> All => Fault is { } fault ? throw fault : _sandboxes.Values.Select(static pair => pair.Entry);

    public async Task<FakeAgent> AddAsync(SandboxId sandbox, SandboxWish wish, string owner)
    {
        var agent = await FakeAgent.StartAsync();
        var entry = new SandboxEntry
        {
            Id = sandbox,
            Name = wish.Name ?? sandbox.Value,
            Status = "running",
            Provider = wish.Provider ?? "local",
            Image = wish.Image,
            Owner = owner,
            CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(_sandboxes.Count),
            LastUsedAt = DateTimeOffset.UnixEpoch,
            Limits = wish.Limits,
            Network = wish.Network,
            SleepAfter = wish.SleepAfter,
            KeepAlive = wish.KeepAlive,
            DestroyAt = DateTimeOffset.UtcNow + wish.DestroyAfter,
            Labels = wish.Labels ?? new Dictionary<string, string>(),
        };
        if (_sandboxes.TryAdd(sandbox, (entry, agent)))
        {
            return agent;
        }

        await agent.DisposeAsync();
        throw new AgentException(ErrorCode.SandboxAlreadyExists, $"There is a sandbox {sandbox} already.");
    }

    /// <summary>How often one that had died was started again.</summary>
    public int Revivals => Volatile.Read(ref _revivals);

    /// <summary>Its Agent dies without a word, and nobody has asked for that.</summary>
    public async Task DieAsync(SandboxId sandbox)
    {
        var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _crash = crash.Task;
        SetStatus(sandbox, "died");
        await AgentOf(sandbox).CrashAsync();
        crash.SetResult();
    }

    /// <summary>It is not to be started again but by somebody.</summary>
    public void GiveUp(SandboxId sandbox, string reason) => Change(sandbox, entry => entry with { Status = "failed", Reason = reason });

    /// <summary>The sandbox sleeps from now on, until somebody wakes it.</summary>
    public void Stop(SandboxId sandbox) => SetStatus(sandbox, "stopped");

    public bool Exists(SandboxId sandbox) => _sandboxes.ContainsKey(sandbox);

    public string? NameOf(SandboxId sandbox) => Find(sandbox)?.Name;

    public SandboxEntry? Find(SandboxId sandbox) => _sandboxes.TryGetValue(sandbox, out var pair) ? pair.Entry : null;

    public FakeAgent AgentOf(SandboxId sandbox) => _sandboxes[sandbox].Agent;

    public async Task<SandboxEntry> CreateAsync(SandboxId sandbox, SandboxWish wish, string owner, CancellationToken cancellationToken)
    {
        await AddAsync(sandbox, wish, owner);
        return Find(sandbox)!;
    }

    public Task<SandboxEntry> ChangeAsync(SandboxId sandbox, SandboxChange change, CancellationToken cancellationToken) =>
        Task.FromResult(Change(sandbox, entry => entry with
        {
            Name = change.Name ?? entry.Name,
            SleepAfter = change.SleepAfter ?? entry.SleepAfter,
            KeepAlive = change.KeepAlive ?? entry.KeepAlive,
            Labels = change.Labels ?? entry.Labels,
        }));

    public Task<SandboxEntry> StartAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        Task.FromResult(SetStatus(sandbox, "running"));

    public Task<SandboxEntry> StopAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        Task.FromResult(SetStatus(sandbox, "stopped"));

    public async Task DeleteAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        if (_sandboxes.TryRemove(sandbox, out var pair))
        {
            await pair.Agent.DisposeAsync();
        }
    }

    public ValueTask<AgentIdentity> WakeAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        if (!_sandboxes.TryGetValue(sandbox, out var pair))
        {
            throw new AgentException(ErrorCode.SandboxNotFound, $"There is no sandbox {sandbox}.");
        }

        if (pair.Entry is { Status: "failed", Reason: var reason })
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, reason!);
        }

        if (pair.Entry.Status == "stopped")
        {
            SetStatus(sandbox, "running");
            Interlocked.Increment(ref _wakes);
        }

        return ValueTask.FromResult(IdentityOf(pair.Agent));
    }

    public ValueTask<AgentIdentity?> FindAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_sandboxes.TryGetValue(sandbox, out var pair) && pair.Entry.Status == "running"
            ? IdentityOf(pair.Agent)
            : null);

    public Task RestAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IDisposable Use(SandboxId sandbox)
    {
        _uses.AddOrUpdate(sandbox, 1, static (_, uses) => uses + 1);
        return new FakeUse(() => _uses.AddOrUpdate(sandbox, 0, static (_, uses) => uses - 1));
    }

    /// <summary>How many are in it now.</summary>
    public int UsesOf(SandboxId sandbox) => _uses.GetValueOrDefault(sandbox);

    public SandboxSighting Watch(SandboxId sandbox) => Find(sandbox) switch
    {
        { Status: "running" } => new SandboxSighting.Here(),
        { Status: "died" } => new SandboxSighting.Died(1),
        { Status: "failed", Reason: { } reason } => new SandboxSighting.Failed(reason),
        _ => new SandboxSighting.Stopped(),
    };

    public async Task ReviveAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        if (Find(sandbox) is { Status: "died" })
        {
            await _crash;
            await AgentOf(sandbox).RestartAsync();
            SetStatus(sandbox, "running");
            Interlocked.Increment(ref _revivals);
        }
    }

    public ValueTask<Stream> DialAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        AgentOf(sandbox).DialAsync(cancellationToken);

    /// <summary>Ends all Agents.</summary>
    public async Task ClearAsync()
    {
        foreach (var sandbox in _sandboxes.Keys)
        {
            await DeleteAsync(sandbox, default);
        }
    }

    private static AgentIdentity IdentityOf(FakeAgent agent) => new(agent.Secret, agent.JournalId, agent.ContractVersion);

    private SandboxEntry SetStatus(SandboxId sandbox, string status) => Change(sandbox, entry => entry with { Status = status });

    private SandboxEntry Change(SandboxId sandbox, Func<SandboxEntry, SandboxEntry> change)
    {
        var pair = _sandboxes[sandbox];
        return (_sandboxes[sandbox] = (change(pair.Entry), pair.Agent)).Entry;
    }

    private sealed class FakeUse(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
