using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>The JSON of files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(WriteFileRequest))]
[JsonSerializable(typeof(ReadFileRequest))]
[JsonSerializable(typeof(DeleteFileRequest))]
[JsonSerializable(typeof(RenameFileRequest))]
[JsonSerializable(typeof(MoveFileRequest))]
[JsonSerializable(typeof(CopyFileRequest))]
[JsonSerializable(typeof(MakeDirectoryRequest))]
[JsonSerializable(typeof(FileExistsRequest))]
[JsonSerializable(typeof(ListFilesRequest))]
[JsonSerializable(typeof(ListPathsRequest))]
[JsonSerializable(typeof(FileChangedAnswer))]
[JsonSerializable(typeof(FileMovedAnswer))]
[JsonSerializable(typeof(ReadFileAnswer))]
[JsonSerializable(typeof(FileExistsAnswer))]
[JsonSerializable(typeof(ListFilesAnswer))]
[JsonSerializable(typeof(ListPathsAnswer))]
[JsonSerializable(typeof(RawFileWritten))]
[JsonSerializable(typeof(FileStreamEvent))]
public sealed partial class FilesJson : JsonSerializerContext
{
    /// <summary>
    /// The context that everybody uses. A required member that is missing is refused; only what JSON itself demands is
    /// escaped, since content is mostly text.
    /// </summary>
    public static FilesJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
