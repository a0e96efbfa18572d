using Ide.Core.Protocol;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;
using Ide.Web.Gateway;

namespace Ide.Web.Sandboxes;

/// <summary>The sandboxes of this server, as management, gateway and access each need them.</summary>
internal sealed class LiveSandboxes(SandboxLifecycle lifecycle) : ISandboxHost, IAgentDialer, ISandboxDirectory
{
    public IEnumerable<SandboxEntry> All => lifecycle.List().Select(ToEntry);

    public bool Exists(SandboxId sandbox) => lifecycle.Find(sandbox) is not null;

    public string? NameOf(SandboxId sandbox) => lifecycle.Find(sandbox)?.Name;

    public SandboxEntry? Find(SandboxId sandbox) => lifecycle.Find(sandbox) is { } record ? ToEntry(record) : null;

    public async Task<SandboxEntry> CreateAsync(SandboxId sandbox, SandboxWish wish, string owner, CancellationToken cancellationToken)
    {
        var wanted = new NewSandbox
        {
            Id = sandbox,
            Name = wish.Name,
            Provider = wish.Provider,
            Limits = wish.Limits,
            Network = wish.Network,
            Image = wish.Image,
            SleepAfter = wish.SleepAfter,
            DestroyAfter = wish.DestroyAfter,
            KeepAlive = wish.KeepAlive,
            Environment = wish.Env ?? new Dictionary<string, string>(),
            Labels = wish.Labels ?? new Dictionary<string, string>(),
        };
        return ToEntry(await lifecycle.CreateAsync(wanted, owner, cancellationToken));
    }

    public async Task<SandboxEntry> ChangeAsync(SandboxId sandbox, SandboxChange change, CancellationToken cancellationToken) =>
        ToEntry(await lifecycle.UpdateAsync(
            sandbox,
            record => record with
            {
                Name = change.Name ?? record.Name,
                SleepAfter = change.SleepAfter ?? record.SleepAfter,
                KeepAlive = change.KeepAlive ?? record.KeepAlive,
                Labels = change.Labels ?? record.Labels,
            },
            cancellationToken));

    public async Task<SandboxEntry> StartAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        ToEntry((await lifecycle.StartAsync(sandbox, cancellationToken)).Record);

    public async Task<SandboxEntry> StopAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        ToEntry(await lifecycle.StopAsync(sandbox, cancellationToken));

    public Task DeleteAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        lifecycle.DestroyAsync(sandbox, cancellationToken);

    public async ValueTask<AgentIdentity> WakeAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        ToIdentity(await lifecycle.WakeAsync(sandbox, cancellationToken));

    public ValueTask<AgentIdentity?> FindAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lifecycle.FindRunning(sandbox) is { } running ? ToIdentity(running) : null);

    public Task RestAsync(CancellationToken cancellationToken) => lifecycle.RestAsync(cancellationToken);

    public IDisposable Use(SandboxId sandbox) => lifecycle.Use(sandbox);

    public SandboxSighting Watch(SandboxId sandbox) => lifecycle.Watch(sandbox);

    public Task ReviveAsync(SandboxId sandbox, CancellationToken cancellationToken) => lifecycle.ReviveAsync(sandbox, cancellationToken);

    public ValueTask<Stream> DialAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        new(lifecycle.ConnectAsync(sandbox, cancellationToken));

    private static AgentIdentity ToIdentity(RunningSandbox running) =>
        new(running.Record.Secret, running.Hello.JournalId, running.Hello.ContractVersion);

    private static SandboxEntry ToEntry(SandboxRecord record) => new()
    {
        Id = record.Id,
        Name = record.Name,
        Status = record.Status switch
        {
            SandboxStatus.Creating => "creating",
            SandboxStatus.Running => "running",
            SandboxStatus.Sleeping => "sleeping",
            SandboxStatus.Stopped => "stopped",
            SandboxStatus.Failed => "failed",
            _ => throw new InvalidOperationException($"{record.Status} has no name."),
        },
        Reason = record.Reason,
        Provider = record.Provider,
        Owner = record.Owner,
        CreatedAt = record.CreatedAt,
        LastUsedAt = record.LastUsedAt,
        Limits = record.Limits,
        LimitsHeldBy = [.. record.LimitsHeldBy.Select(static pair => $"{pair.Key}: {pair.Value}")],
        Network = record.Network,
        SleepAfter = record.SleepAfter,
        KeepAlive = record.KeepAlive,
        DestroyAt = record.DestroyAt,
        Labels = record.Labels,
    };
}
