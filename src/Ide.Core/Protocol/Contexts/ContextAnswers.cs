using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Contexts;

/// <summary>Whether a context can take a run at once.</summary>
[JsonConverter(typeof(NamedEnumConverter<ContextState>))]
public enum ContextState
{
    [JsonStringEnumMemberName("idle")]
    Idle,

    [JsonStringEnumMemberName("busy")]
    Busy,

    /// <summary>Its interpreter is gone; a restart gives it a new one.</summary>
    [JsonStringEnumMemberName("dead")]
    Dead,
}

/// <summary>A context as the list shows it.</summary>
/// <param name="ExecutionCount">How many runs its interpreter has had.</param>
/// <param name="Reason">Why it is dead; null otherwise.</param>
/// <param name="Name">Null: it was given none.</param>
/// <param name="Owner">Who made it.</param>
/// <param name="Shared">False: it is its owner's own.</param>
/// <param name="IsDefault">Runs of its language that name no context come here.</param>
/// <param name="Queued">How many runs wait in it, the running one not counted.</param>
/// <param name="MemoryBytes">What its interpreter held at the end of its last run, pages shared with others included; null before.</param>
public sealed record ContextInfo(
    ContextId Id,
    CodeLanguage Language,
    string Cwd,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsed,
    ContextState State,
    int ExecutionCount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
    string Owner = "",
    bool Shared = true,
    bool IsDefault = false,
    int Queued = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? MemoryBytes = null);

public sealed record ContextCreatedAnswer(
    bool Success, ContextId ContextId, CodeLanguage Language, string Cwd, DateTimeOffset Timestamp);

public sealed record ContextListAnswer(bool Success, IReadOnlyList<ContextInfo> Contexts, DateTimeOffset Timestamp);

/// <summary>The answer to what changes a context: a new name, delete, interrupt, restart, input.</summary>
public sealed record ContextAnswer(bool Success, ContextId ContextId, DateTimeOffset Timestamp);

/// <param name="Status">ready, or starting while Python's contexts still start one by one.</param>
public sealed record InterpreterHealthAnswer(bool Success, string Status, DateTimeOffset Timestamp);

/// <param name="CursorStart">Where what the matches replace begins, in UTF-16 code units.</param>
/// <param name="CursorEnd">Where it ends.</param>
public sealed record CompletionAnswer(
    bool Success, IReadOnlyList<string> Matches, int CursorStart, int CursorEnd, DateTimeOffset Timestamp);

/// <param name="Text">The description, plain text.</param>
public sealed record InspectionAnswer(
    bool Success,
    bool Found,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Text,
    DateTimeOffset Timestamp);

/// <summary>A variable of a living context.</summary>
/// <param name="Shape">Of an array or table; null otherwise.</param>
/// <param name="Size">Python: bytes. JavaScript: elements or characters. Null where neither means anything.</param>
/// <param name="Preview">At most 200 characters.</param>
/// <param name="IsTable">The table route gives windows of it.</param>
public sealed record ContextVariable(
    string Name,
    string Type,
    string Preview,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<long>? Shape = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Size = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsTable = false);

public sealed record VariablesAnswer(bool Success, IReadOnlyList<ContextVariable> Variables, DateTimeOffset Timestamp);

/// <summary>The JSON of contexts.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CreateContextRequest))]
[JsonSerializable(typeof(ChangeContextRequest))]
[JsonSerializable(typeof(TableRequest))]
[JsonSerializable(typeof(TableAnswer))]
[JsonSerializable(typeof(ExecuteCodeRequest))]
[JsonSerializable(typeof(CodePositionRequest))]
[JsonSerializable(typeof(ContextInputRequest))]
[JsonSerializable(typeof(ContextCreatedAnswer))]
[JsonSerializable(typeof(ContextListAnswer))]
[JsonSerializable(typeof(ContextAnswer))]
[JsonSerializable(typeof(InterpreterHealthAnswer))]
[JsonSerializable(typeof(CompletionAnswer))]
[JsonSerializable(typeof(InspectionAnswer))]
[JsonSerializable(typeof(VariablesAnswer))]
public sealed partial class ContextsJson : JsonSerializerContext
{
    /// <summary>Refuses a request without its required members; escapes only what JSON demands.</summary>
    public static ContextsJson Strict { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
