using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>The JSON of watches.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(WatchFilesRequest))]
[JsonSerializable(typeof(CheckChangesRequest))]
[JsonSerializable(typeof(CheckChangesAnswer))]
[JsonSerializable(typeof(WatchEvent))]
public sealed partial class WatchJson : JsonSerializerContext
{
    /// <inheritdoc cref="FilesJson.Relaxed"/>
    public static WatchJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
