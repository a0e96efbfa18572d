using System.Text.Json;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;

namespace Agent.Contexts;

/// <summary>
/// What a living context says of code and of itself: completions, descriptions, variables. Its process also runs the user's
/// code: whatever it answers is looked at member by member.
/// </summary>
internal static class Introspection
{
    private const int MostEntries = 1000;

    public static async Task<CompletionAnswer> CompleteAsync(
        Context context, CodePositionRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Check(request);
        var reply = await context.AskAsync(DriverQuestion.Complete(request.Code, request.CursorPos), cancellationToken);
        return new(
            true,
            [.. Entries(reply, "matches").Where(static each => each.ValueKind == JsonValueKind.String).Select(static each => each.GetString()!)],
            Math.Clamp(Number(reply, "cursorStart") is { } start ? (int)start : request.CursorPos, 0, request.Code.Length),
            Math.Clamp(Number(reply, "cursorEnd") is { } end ? (int)end : request.CursorPos, 0, request.Code.Length),
            now);
    }

    public static async Task<InspectionAnswer> InspectAsync(
        Context context, CodePositionRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Check(request);
        var reply = await context.AskAsync(DriverQuestion.Inspect(request.Code, request.CursorPos), cancellationToken);
        return new(
            true, reply.TryGetProperty("found", out var found) && found.ValueKind == JsonValueKind.True, Text(reply, "name"), Text(reply, "text"), now);
    }

    public static async Task<VariablesAnswer> ListVariablesAsync(Context context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reply = await context.ListVariablesAsync(cancellationToken);
        return new(true, [.. Entries(reply, "variables").Where(static each => each.ValueKind == JsonValueKind.Object).Select(Variable)], now);
    }

    private static ContextVariable Variable(JsonElement variable) => new(
        Text(variable, "name") ?? "",
        Text(variable, "type") ?? "",
        Text(variable, "preview") ?? "",
        variable.TryGetProperty("shape", out _)
            ? [.. Entries(variable, "shape").Select(static each => each.TryGetInt64(out var length) ? length : 0)]
            : null,
        Number(variable, "size"),
        variable.TryGetProperty("isTable", out var isTable) && isTable.ValueKind == JsonValueKind.True);

    private static IEnumerable<JsonElement> Entries(JsonElement reply, string name) =>
        reply.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(MostEntries) : [];

    private static string? Text(JsonElement reply, string name) =>
        reply.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private static long? Number(JsonElement reply, string name) =>
        reply.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) ? value : null;

    private static void Check(CodePositionRequest request)
    {
        if (request.CursorPos < 0 || request.CursorPos > request.Code.Length)
        {
            throw AgentException.Invalid("cursorPos", "expected a place within the code, in UTF-16 code units");
        }
    }
}
