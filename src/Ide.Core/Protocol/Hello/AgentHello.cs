using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Hello;

/// <summary>What the Agent answers to the server's first request.</summary>
/// <param name="ContractVersion">See <see cref="Contract.Version"/>; a server speaks to this and the previous one.</param>
/// <param name="JournalId">Changes when the journal's past was replaced.</param>
public sealed record AgentHello(SandboxId SandboxId, int ContractVersion, string AgentVersion, string JournalId);

/// <summary>The version of what server and Agent say to each other.</summary>
/// <remarks>
/// 1: the first. 2: an Agent keeps from a caller what began before their <see cref="Access.CallerHeaders.HistoryAfter"/>.
/// </remarks>
public static class Contract
{
    public const int Version = 2;

    /// <summary>The first version that knows <see cref="Access.CallerHeaders.HistoryAfter"/>.</summary>
    public const int WithHistoryAfter = 2;
}

/// <summary>What the provider leaves in the sandbox's state directory for its Agent (0600).</summary>
public sealed record AgentConfig
{
    public required SandboxId SandboxId { get; init; }

    /// <summary>Every request must carry it in <c>Ide-Secret</c>; others are refused as 401.</summary>
    public required string Secret { get; init; }

    /// <summary>Directory of the journal and the runs, as the Agent sees it.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Variables for everything that starts in the sandbox.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The cgroup directories whose figures <c>/api/stats</c> reads, as the Agent sees them; empty: none.</summary>
    public IReadOnlyList<string> CgroupDirectories { get; init; } = [];

    /// <summary>For commands and code that bring no time limit of their own, in milliseconds; 0: none.</summary>
    public int CommandTimeoutMs { get; init; } = 600_000;

    /// <summary>The memory limit in MiB that holds for the whole sandbox; null: none.</summary>
    public int? MemoryMb { get; init; }
}

/// <summary>Who is here now, told by the web server, for every subscriber of the journal.</summary>
/// <param name="IsPartial">The same people are here; these of them look elsewhere.</param>
/// <param name="Hues">As in <see cref="Journal.PresenceChanged"/>; null with a partial one, which changes none.</param>
public sealed record PresenceUpdate(
    IReadOnlyList<Journal.Person> People, bool IsPartial = false, IReadOnlyDictionary<string, int>? Hues = null);

/// <summary>Whether the sandbox works by itself, whoever watches.</summary>
/// <param name="IsBusy">A run is open: a command, code or a background process.</param>
/// <param name="LastAt">When a run last ended or a terminal that still runs last wrote; null: never.</param>
public sealed record AgentActivity(bool IsBusy, DateTimeOffset? LastAt);

/// <summary>The JSON of hello and configuration.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(AgentHello))]
[JsonSerializable(typeof(AgentConfig))]
[JsonSerializable(typeof(PresenceUpdate))]
[JsonSerializable(typeof(AgentActivity))]
public sealed partial class HelloJson : JsonSerializerContext;
