using Ide.Core.Protocol;

namespace Ide.Core.Sandboxes;

/// <summary>What somebody asks for when a sandbox is made; what is null is up to us.</summary>
public sealed record NewSandbox
{
    public SandboxId? Id { get; init; }

    public string? Name { get; init; }

    public string? Provider { get; init; }

    public SandboxLimits? Limits { get; init; }

    public NetworkAccess Network { get; init; } = NetworkAccess.Egress;

    /// <summary>What the provider makes it from; null: what it always does.</summary>
    public string? Image { get; init; }

    public TimeSpan? SleepAfter { get; init; }

    /// <summary>How long after its creation it is destroyed by itself; null: never.</summary>
    public TimeSpan? DestroyAfter { get; init; }

    public bool KeepAlive { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
