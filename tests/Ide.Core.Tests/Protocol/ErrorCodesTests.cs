using System.Text.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Tests.Protocol;

public sealed class ErrorCodesTests
{
    public static TheoryData<ErrorCode> All => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_code_has_a_status_and_comes_back_from_its_wire_name(ErrorCode code)
    {
        Assert.InRange(code.ToStatus(), 400, 599);
        Assert.Matches("^[A-Z]+(_[A-Z]+)*$", code.ToWire());
        Assert.Equal(code, ErrorCodes.Parse(code.ToWire()));
    }

    [Theory]
    [InlineData("ValidationFailed", "VALIDATION_FAILED", 400)]
    [InlineData("Unauthenticated", "UNAUTHENTICATED", 401)]
    [InlineData("Forbidden", "FORBIDDEN", 403)]
    [InlineData("InvalidGitUrl", "INVALID_GIT_URL", 400)]
    [InlineData("ProcessReadyTimeout", "PROCESS_READY_TIMEOUT", 408)]
    [InlineData("RunConflict", "RUN_CONFLICT", 409)]
    [InlineData("StalePreviewUrl", "STALE_PREVIEW_URL", 410)]
    [InlineData("RevisionMismatch", "REVISION_MISMATCH", 412)]
    [InlineData("FileTooLarge", "FILE_TOO_LARGE", 413)]
    [InlineData("UpgradeRequired", "UPGRADE_REQUIRED", 426)]
    [InlineData("QuotaExceeded", "QUOTA_EXCEEDED", 429)]
    [InlineData("NoSpace", "NO_SPACE", 500)]
    [InlineData("LanguageNotAvailable", "LANGUAGE_NOT_AVAILABLE", 501)]
    [InlineData("ServiceNotResponding", "SERVICE_NOT_RESPONDING", 502)]
    [InlineData("InterpreterNotReady", "INTERPRETER_NOT_READY", 503)]
    public void Codes_have_the_names_and_statuses_of_the_public_contract(string member, string wire, int status)
    {
        var code = Enum.Parse<ErrorCode>(member);

        Assert.Equal((wire, status), (code.ToWire(), code.ToStatus()));
    }

    [Fact]
    public void An_unknown_wire_name_is_no_code() => Assert.Null(ErrorCodes.Parse("NO_SUCH_THING"));

    [Fact]
    public void A_problem_has_the_members_of_RFC_9457_and_those_of_the_SDK()
    {
        var now = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var refusal = AgentException.Invalid("port", "expected 1024 to 65535");

        var json = JsonSerializer.SerializeToNode(
            Problem.From(refusal.Code, refusal.Message, refusal.Context, now), ErrorJson.Default.Problem);

        var expected = JsonNode.Parse(
            """
            {
              "type": "urn:ide:error:validation-failed", "title": "Validation failed", "status": 400,
              "detail": "port: expected 1024 to 65535", "code": "VALIDATION_FAILED",
              "message": "port: expected 1024 to 65535",
              "context": { "validationErrors": [{ "field": "port", "message": "expected 1024 to 65535" }] },
              "httpStatus": 400, "timestamp": "2026-01-02T03:04:05+00:00"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, json), json?.ToJsonString());
    }
}
