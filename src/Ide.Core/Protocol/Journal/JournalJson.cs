using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Journal;

/// <summary>The JSON of the journal.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(JournalEvent))]
public sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>
    /// The context that everybody uses. Escapes only what JSON itself demands: output is mostly text, and nothing here is
    /// ever written into HTML as it is.
    /// </summary>
    /// <remarks>Not copied from Default: which of the two initialisers runs first is not defined.</remarks>
    public static JournalJson Relaxed { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
