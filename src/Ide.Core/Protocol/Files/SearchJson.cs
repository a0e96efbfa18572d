using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>The JSON of searches.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(SearchFilesRequest))]
[JsonSerializable(typeof(SearchEvent))]
public sealed partial class SearchJson : JsonSerializerContext
{
    /// <inheritdoc cref="FilesJson.Relaxed"/>
    public static SearchJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
