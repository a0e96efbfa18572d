using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Commands;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Processes;

namespace Ide.Core.Tests.Protocol;

public sealed class BadJsonTests
{
    private const string OtherType = "a value of another type is expected";

    [Theory]
    [InlineData("""{"cwd":"x"}""", "command", "required")]
    [InlineData("{bad", "$", "not JSON: line 1, byte 2")]
    [InlineData("{\n  \"command\": tru }", "command", "not JSON: line 2, byte 17")]
    [InlineData("", "$", "not JSON: line 1, byte 1")]
    [InlineData("[]", "$", OtherType)]
    [InlineData("""{"command":5}""", "command", OtherType)]
    [InlineData("""{"command":"true","env":{"A":5}}""", "env.A", OtherType)]
    [InlineData("""{"command":"true","sessionId":"a b"}""", "sessionId", "Expected 1 to 64 of A-Z, a-z, 0-9, _ and -.")]
    public void What_is_wrong_is_said_by_field_and_without_the_names_of_types(string json, string field, string message) =>
        Check(field, message, () => JsonSerializer.Deserialize(json, CommandsJson.Default.ExecuteRequest));

    [Theory]
    [InlineData("\"udp\"")]
    [InlineData("5")]
    [InlineData("{}")]
    public void A_name_that_nobody_knows_is_answered_with_those_that_there_are(string mode) =>
        Check("mode", "Expected http or tcp.", () => JsonSerializer.Deserialize($$"""{"port":80,"mode":{{mode}}}""", ProcessesJson.Relaxed.PortWatchRequest));

    /// <summary>What is missing stands only in a sentence of System.Text.Json's: each way in which it can be missing.</summary>
    [Theory]
    [InlineData("{}", "first")]
    [InlineData("""{"second":1}""", "first")]
    [InlineData("""{"first":1}""", "second")]
    [InlineData("""{"first":1,"second":2,"inner":{}}""", "inner.first")]
    [InlineData("""{"first":1,"second":2,"byConstructor":{}}""", "byConstructor.path")]
    public void The_first_required_field_that_is_missing_is_named(string json, string field) =>
        Check(field, "required", () => JsonSerializer.Deserialize(json, BadJsonTestsJson.Default.BadJsonRequired));

    [Fact]
    public void A_null_where_a_value_must_be_is_said_by_field_too() =>
        Check(
            "content", "a value is expected, not null",
            () => JsonSerializer.Deserialize("""{"path":"a","content":null}""", FilesJson.Relaxed.WriteFileRequest));

    [Fact]
    public void A_field_that_is_given_twice_is_said_so()
    {
        var strict = new JsonSerializerOptions(CommandsJson.Default.Options) { AllowDuplicateProperties = false };

        Check("command", "a field is given twice", () => JsonSerializer.Deserialize<ExecuteRequest>("""{"command":"a","command":"b"}""", strict));
    }

    private static void Check(string field, string message, Func<object?> read)
    {
        var refusal = BadJson.Refusal(Assert.ThrowsAny<JsonException>(read));

        Assert.Equal((ErrorCode.ValidationFailed, $"{field}: {message}"), (refusal.Code, refusal.Message));
        Assert.Equal(field, (string?)refusal.Context!["validationErrors"]![0]!["field"]);
    }
}

internal sealed record BadJsonRequired
{
    public required int First { get; init; }

    public required int Second { get; init; }

    public BadJsonRequired? Inner { get; init; }

    public BadJsonConstructed? ByConstructor { get; init; }
}

internal sealed record BadJsonConstructed(string Path);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BadJsonRequired))]
internal sealed partial class BadJsonTestsJson : JsonSerializerContext;
