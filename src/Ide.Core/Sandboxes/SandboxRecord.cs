using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol;

namespace Ide.Core.Sandboxes;

/// <summary>Where a sandbox's life stands.</summary>
[JsonConverter(typeof(NamedEnumConverter<SandboxStatus>))]
public enum SandboxStatus
{
    [JsonStringEnumMemberName("creating")]
    Creating,

    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Stopped by itself after a time without use; any call wakes it.</summary>
    [JsonStringEnumMemberName("sleeping")]
    Sleeping,

    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>Could not be started, or ended by itself; <see cref="SandboxRecord.Reason"/> says why. Starting it tries again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>What a sandbox may reach.</summary>
[JsonConverter(typeof(NamedEnumConverter<NetworkAccess>))]
public enum NetworkAccess
{
    /// <summary>Nothing but itself.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The public internet; never the host, other sandboxes, private or link-local addresses.</summary>
    [JsonStringEnumMemberName("egress")]
    Egress,
}

/// <summary>What a sandbox may use; null: as much as there is.</summary>
public sealed record SandboxLimits
{
    /// <summary>What holds where nobody says otherwise: room for pandas and a build, and no fork bomb.</summary>
    public static SandboxLimits Default { get; } = new() { MemoryMb = 2048, Pids = 1024 };

    /// <summary>All its programs together, in MiB.</summary>
    public int? MemoryMb { get; init; }

    /// <summary>Processors, in fractions of one.</summary>
    public double? Cpus { get; init; }

    /// <summary>Processes and threads.</summary>
    public int? Pids { get; init; }

    /// <summary>Room for files, in MiB.</summary>
    public int? DiskMb { get; init; }

    /// <summary>These limits, with the default where one is not set.</summary>
    public SandboxLimits OrDefault() => this with { MemoryMb = MemoryMb ?? Default.MemoryMb, Pids = Pids ?? Default.Pids };
}

/// <summary>Everything the server knows of one sandbox. Immutable; the catalog holds the newest on disk.</summary>
public sealed record SandboxRecord
{
    public required SandboxId Id { get; init; }

    /// <summary>For people; any text of 1 to 100 characters.</summary>
    public required string Name { get; init; }

    public required SandboxStatus Status { get; init; }

    /// <summary>Why it failed, a sentence; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Which provider keeps it.</summary>
    public required string Provider { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>The name of who made it.</summary>
    public required string Owner { get; init; }

    public SandboxLimits Limits { get; init; } = new();

    /// <summary>
    /// How each limit is held in the present incarnation: <c>memory</c>, <c>cpus</c>, <c>pids</c>, <c>disk</c> to
    /// <c>cgroup</c>, <c>rlimit</c> (a process, not all together) or <c>none</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> LimitsHeldBy { get; init; } = new Dictionary<string, string>();

    public NetworkAccess Network { get; init; } = NetworkAccess.Egress;

    /// <summary>Without use for this long it goes to sleep; null: never.</summary>
    public TimeSpan? SleepAfter { get; init; }

    /// <summary>Kept from sleeping whatever <see cref="SleepAfter"/> says.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>It is destroyed by itself then; null: never.</summary>
    public DateTimeOffset? DestroyAt { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Proves to the Agent that its own server calls.</summary>
    public required string Secret { get; init; }

    /// <summary>The host's user that the sandbox's programs are, where the server runs as root; null: the server's own user.</summary>
    public int? HostUser { get; init; }
}

/// <summary>The JSON of the catalog.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SandboxRecord))]
public sealed partial class CatalogJson : JsonSerializerContext;
