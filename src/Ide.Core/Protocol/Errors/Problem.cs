using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Errors;

/// <summary>
/// The body of every error answer, <c>application/problem+json</c> (RFC 9457), with the members that clients of the
/// Sandbox SDK read as well.
/// </summary>
public sealed record Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>A name of the kind of problem; a URN, since there is no page behind it.</summary>
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    /// <summary>The wire name of an <see cref="ErrorCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary>The same as <see cref="Detail"/>, under the SDK's name.</summary>
    public required string Message { get; init; }

    public JsonObject Context { get; init; } = [];

    public required int HttpStatus { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }

    public static Problem From(ErrorCode code, string message, JsonObject? context, DateTimeOffset now)
    {
        var wire = code.ToWire();
        var status = code.ToStatus();
        return new()
        {
            Type = $"urn:ide:error:{wire.ToLowerInvariant().Replace('_', '-')}",
            Title = Sentence(wire),
            Status = status,
            Detail = message,
            Code = wire,
            Message = message,
            Context = context?.DeepClone().AsObject() ?? [],
            HttpStatus = status,
            Timestamp = now,
            Suggestion = code.ToSuggestion(),
        };
    }

    private static string Sentence(string wire) =>
        string.Concat(wire[..1], wire[1..].ToLowerInvariant().Replace('_', ' '));
}

/// <summary>The JSON of errors.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class ErrorJson : JsonSerializerContext;
