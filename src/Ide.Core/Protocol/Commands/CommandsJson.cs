using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Commands;

/// <summary>The JSON of commands and sessions.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(CreateSessionRequest))]
[JsonSerializable(typeof(SessionCreatedAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(DeleteSessionRequest))]
[JsonSerializable(typeof(SessionDeletedAnswer))]
[JsonSerializable(typeof(SetEnvironmentRequest))]
[JsonSerializable(typeof(EnvironmentSetAnswer))]
public sealed partial class CommandsJson : JsonSerializerContext
{
    /// <inheritdoc cref="Journal.JournalJson.Relaxed"/>
    public static CommandsJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    });
}
