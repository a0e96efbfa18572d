using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Health;

/// <summary>The Agent answers.</summary>
public sealed record PingAnswer(bool Success, string Message, DateTimeOffset Timestamp);

/// <summary>What serves this sandbox.</summary>
/// <param name="ContractVersion">See <see cref="Hello.Contract.Version"/>.</param>
public sealed record VersionAnswer(bool Success, string Version, int ContractVersion, DateTimeOffset Timestamp);

/// <summary>The JSON of health.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PingAnswer))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(StatsAnswer))]
public sealed partial class HealthJson : JsonSerializerContext;
