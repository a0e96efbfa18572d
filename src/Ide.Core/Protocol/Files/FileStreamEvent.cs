using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>What a streamed read tells. The hierarchy is closed: nested and sealed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Metadata), "metadata")]
[JsonDerivedType(typeof(Chunk), "chunk")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Failed), "error")]
public abstract record FileStreamEvent
{
    private FileStreamEvent() { }

    /// <summary>The first event.</summary>
    /// <param name="Size">In bytes, when the stream began.</param>
    /// <param name="Encoding">Of every chunk that does not say otherwise.</param>
    public sealed record Metadata(string MimeType, long Size, bool IsBinary, FileEncoding Encoding) : FileStreamEvent;

    /// <summary>The next bytes; text is cut between characters.</summary>
    /// <param name="Encoding">Base64 where the bytes of a text are not UTF-8 after all; null: as the metadata says.</param>
    public sealed record Chunk(
        string Data,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FileEncoding? Encoding = null)
        : FileStreamEvent;

    /// <summary>The last event of a read that came to the file's end.</summary>
    public sealed record Complete(long BytesRead) : FileStreamEvent;

    /// <summary>The last event of a read that failed on the way.</summary>
    /// <param name="Code">The wire name of an <see cref="Errors.ErrorCode"/>.</param>
    [method: JsonConstructor]
    public sealed record Failed([property: JsonPropertyName("error")] string Message, string Code) : FileStreamEvent;
}
