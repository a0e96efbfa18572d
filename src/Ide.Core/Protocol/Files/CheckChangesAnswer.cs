using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>The answer to <see cref="CheckChangesRequest"/>: <c>CheckChangesResult</c> of the Cloudflare Sandbox SDK.</summary>
/// <param name="Version">Names what was seen until now; to be given back as it is.</param>
/// <param name="Reason">
/// Only with <see cref="ChangeStatus.Resync"/>: <c>restarted</c> when another Agent gave the version, <c>expired</c> when it is no
/// longer kept.
/// </param>
public sealed record CheckChangesAnswer(
    bool Success,
    ChangeStatus Status,
    string Version,
    DateTimeOffset Timestamp,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null);

/// <summary>What is known of the time between two checks.</summary>
[JsonConverter(typeof(NamedEnumConverter<ChangeStatus>))]
public enum ChangeStatus
{
    [JsonStringEnumMemberName("unchanged")]
    Unchanged,

    /// <summary>Also when the kernel lost count of what happened.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,

    /// <summary>Nothing is known: it counts as changed.</summary>
    [JsonStringEnumMemberName("resync")]
    Resync,
}
