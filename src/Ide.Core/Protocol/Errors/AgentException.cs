using System.Text.Json.Nodes;

namespace Ide.Core.Protocol.Errors;

/// <summary>
/// A refusal that crosses the wire: thrown by the operation that refuses, answered as <see cref="Problem"/>, and thrown
/// again by the client on the other side.
/// </summary>
public sealed class AgentException(ErrorCode code, string message, JsonObject? context = null, Exception? inner = null)
    : Exception(message, inner)
{
    public ErrorCode Code { get; } = code;

    /// <summary>Machine-readable details, for example <c>validationErrors</c>; null when there are none.</summary>
    public JsonObject? Context { get; } = context;

    /// <summary>A <see cref="ErrorCode.ValidationFailed"/> about one field of the request.</summary>
    public static AgentException Invalid(string field, string message) => new(
        ErrorCode.ValidationFailed,
        $"{field}: {message}",
        new JsonObject
        {
            ["validationErrors"] = new JsonArray(new JsonObject { ["field"] = field, ["message"] = message }),
        });
}
