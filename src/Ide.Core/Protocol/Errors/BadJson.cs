using System.Text.Json;

namespace Ide.Core.Protocol.Errors;

/// <summary>Says to a client what is wrong with the JSON that it sent, without the names of our types.</summary>
/// <remarks>
/// Our own rules are known by their type, and what is no JSON by the reader's exception inside. That a field is missing, null or
/// given twice, only sentences of System.Text.Json tell: the tests of this type read such JSON, and fail should the sentences
/// become others.
/// </remarks>
public static class BadJson
{
    /// <summary>… was missing required properties including: 'content', 'path'.</summary>
    private const string Missing = "missing required properties";

    /// <summary>The constructor parameter 'Content' on type … doesn't allow null values: the path is the object's, or already the field's.</summary>
    private const string Null = "allow null values";

    /// <summary>Duplicate property 'content' encountered …</summary>
    private const string Twice = "Duplicate property";

    /// <summary>A <see cref="ErrorCode.ValidationFailed"/> about the first field that is not as it should be; <c>$</c> is the whole body.</summary>
    public static AgentException Refusal(JsonException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var field = exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "$";
        var sentence = exception.Message;
        return exception switch
        {
            BrokenRuleException broken => AgentException.Invalid(field, broken.Rule),
            { InnerException: JsonException } => AgentException.Invalid(
                field, $"not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"),
            _ when sentence.IndexOf(Missing, StringComparison.Ordinal) is >= 0 and var at =>
                AgentException.Invalid(field == "$" ? NameIn(sentence[at..], field) : $"{field}.{NameIn(sentence[at..], field)}", "required"),
            _ when sentence.Contains(Null, StringComparison.Ordinal) =>
                AgentException.Invalid(field == "$" ? NameIn(sentence, field) : field, "a value is expected, not null"),
            _ when sentence.Contains(Twice, StringComparison.Ordinal) => AgentException.Invalid(field, "a field is given twice"),
            _ => AgentException.Invalid(field, "a value of another type is expected"),
        };
    }

    /// <summary>The first name in quotes, as it is in JSON.</summary>
    private static string NameIn(string sentence, string otherwise) =>
        sentence.Split('\'') is [_, { } name, ..] ? JsonNamingPolicy.CamelCase.ConvertName(name) : otherwise;
}
