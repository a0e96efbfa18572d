using Ide.Core.Protocol;
using Ide.Core.Sandboxes;

namespace Ide.Web.Sandboxes;

/// <summary>The catalog of sandboxes and their lives, as the management API needs it.</summary>
internal interface ISandboxHost
{
    IEnumerable<SandboxEntry> All { get; }

    SandboxEntry? Find(SandboxId sandbox);

    /// <exception cref="Core.Protocol.Errors.AgentException">SandboxAlreadyExists, or why it cannot be made.</exception>
    Task<SandboxEntry> CreateAsync(SandboxId sandbox, SandboxWish wish, string owner, CancellationToken cancellationToken);

    Task<SandboxEntry> ChangeAsync(SandboxId sandbox, SandboxChange change, CancellationToken cancellationToken);

    /// <summary>Does nothing when it runs.</summary>
    Task<SandboxEntry> StartAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Does nothing when it is stopped.</summary>
    Task<SandboxEntry> StopAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Its processes and files are gone when it returns.</summary>
    Task DeleteAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Lets sleep what nobody has used for as long as its owner said.</summary>
    Task RestAsync(CancellationToken cancellationToken);
}

/// <summary>What somebody asks for; what they leave out, the provider decides.</summary>
internal sealed record SandboxWish
{
    public string? Name { get; init; }

    public string? Provider { get; init; }

    public string? Image { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public SandboxLimits? Limits { get; init; }

    public NetworkAccess Network { get; init; } = NetworkAccess.Egress;

    public TimeSpan? SleepAfter { get; init; }

    public bool KeepAlive { get; init; }

    public TimeSpan? DestroyAfter { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>What can be changed later. Null leaves as it is.</summary>
internal sealed record SandboxChange(
    string? Name, TimeSpan? SleepAfter, bool? KeepAlive, IReadOnlyDictionary<string, string>? Labels);

/// <summary>A sandbox as the catalog has it now.</summary>
internal sealed record SandboxEntry
{
    public required SandboxId Id { get; init; }

    public required string Name { get; init; }

    /// <summary>creating, running, sleeping, stopped or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public string? Reason { get; init; }

    public required string Provider { get; init; }

    public string? Image { get; init; }

    public required string Owner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }

    public SandboxLimits? Limits { get; init; }

    /// <summary>What holds the limits, in words for the page: cgroups, resource limits, or nothing.</summary>
    public IReadOnlyList<string> LimitsHeldBy { get; init; } = [];

    public NetworkAccess Network { get; init; }

    public TimeSpan? SleepAfter { get; init; }

    public bool KeepAlive { get; init; }

    /// <summary>It is destroyed by itself then; null: never.</summary>
    public DateTimeOffset? DestroyAt { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
