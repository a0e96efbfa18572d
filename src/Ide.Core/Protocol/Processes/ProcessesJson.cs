using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Processes;

/// <summary>The JSON of processes.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StartProcessRequest))]
[JsonSerializable(typeof(ProcessStarted))]
[JsonSerializable(typeof(ProcessListAnswer))]
[JsonSerializable(typeof(ProcessAnswer))]
[JsonSerializable(typeof(ProcessKilled))]
[JsonSerializable(typeof(ProcessesKilled))]
[JsonSerializable(typeof(ProcessInputRequest))]
[JsonSerializable(typeof(ProcessInputAnswer))]
[JsonSerializable(typeof(PortWatchRequest))]
[JsonSerializable(typeof(PortWatchEvent))]
public sealed partial class ProcessesJson : JsonSerializerContext
{
    /// <inheritdoc cref="Journal.JournalJson.Relaxed"/>
    public static ProcessesJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
