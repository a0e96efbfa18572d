using System.Text.Json;

namespace Agent.Contexts;

/// <summary>
/// What a driver says (Kernels/python/ide_kernel/frames.py describes it). The process also runs the user's code, so every
/// member is checked here and bounded. The hierarchy is closed: nested and sealed.
/// </summary>
internal abstract record DriverMessage
{
    private DriverMessage() { }

    public sealed record Ready : DriverMessage;

    /// <param name="Barrier">To be acknowledged once this and the output before it are recorded; null: none.</param>
    public abstract record OfExecution(long Execution, long? Barrier) : DriverMessage;

    /// <param name="Data">The MIME bundle.</param>
    public sealed record Shown(
        long Execution, long? Barrier, JsonElement Data, JsonElement Metadata, string? DisplayId, bool IsMain, bool IsUpdate)
        : OfExecution(Execution, Barrier);

    public sealed record Cleared(long Execution, long? Barrier, bool Wait) : OfExecution(Execution, Barrier);

    public sealed record Failed(
        long Execution, long? Barrier, string Ename, string Evalue, IReadOnlyList<string> Traceback, int? LineNumber)
        : OfExecution(Execution, Barrier);

    public sealed record InputRequested(long Execution, long? Barrier, string Prompt, bool Password)
        : OfExecution(Execution, Barrier);

    /// <param name="Memory">What is resident, in bytes; 0: not known.</param>
    public sealed record Done(long Execution, int ExecutionCount, long Memory) : OfExecution(Execution, null);

    /// <param name="Body">The whole message.</param>
    public sealed record Reply(long Request, JsonElement Body) : DriverMessage;

    /// <summary>Of a kind that this version does not know: of no effect.</summary>
    public sealed record Unknown : DriverMessage;

    private const int MostTracebackLines = 1000;
    private const int MostDisplayIdCharacters = 256;

    /// <exception cref="DriverProtocolException">A member is missing or of another type, or the driver says that it cannot go on.</exception>
    public static DriverMessage Read(JsonElement message) => Text(message, "type") switch
    {
        "ready" => new Ready(),
        "result" => ReadShown(message, isMain: true, isUpdate: false),
        "display" => ReadShown(message, isMain: false, isUpdate: false),
        "update_display" => ReadShown(message, isMain: false, isUpdate: true),
        "clear_output" => new Cleared(ReadExecution(message), ReadBarrier(message), Flag(message, "wait")),
        "error" => new Failed(
            ReadExecution(message), ReadBarrier(message), Text(message, "ename"), Text(message, "evalue"), Lines(message), Line(message)),
        "input_request" => new InputRequested(
            ReadExecution(message), ReadBarrier(message), Text(message, "prompt"), Flag(message, "password")),
        "done" => new Done(ReadExecution(message), (int)Math.Clamp(Number(message, "executionCount"), 0, int.MaxValue), ReadMemory(message)),
        "broken" => throw new DriverProtocolException(Text(message, "reason")),
        "reply" => new Reply(Number(message, "request"), message),
        _ => new Unknown(),
    };

    private static Shown ReadShown(JsonElement message, bool isMain, bool isUpdate)
    {
        var displayId = message.TryGetProperty("displayId", out var id) ? Text(id) : null;
        if (displayId?.Length > MostDisplayIdCharacters || (isUpdate && displayId is null))
        {
            throw new DriverProtocolException("a display id is missing or too long");
        }

        return new(
            ReadExecution(message), ReadBarrier(message), Object(message, "data"), Object(message, "metadata"), displayId, isMain, isUpdate);
    }

    private static long ReadExecution(JsonElement message) => Number(message, "execution");

    private static long? ReadBarrier(JsonElement message) =>
        message.TryGetProperty("barrier", out var barrier) && barrier.TryGetInt64(out var number) ? number : null;

    private static long ReadMemory(JsonElement message) =>
        message.TryGetProperty("memory", out var memory) && memory.ValueKind == JsonValueKind.Number && memory.TryGetInt64(out var bytes)
            ? Math.Max(0, bytes)
            : 0;

    private static int? Line(JsonElement message) =>
        message.TryGetProperty("lineNumber", out var line) && line.ValueKind == JsonValueKind.Number && line.TryGetInt32(out var number)
            ? number
            : null;

    private static List<string> Lines(JsonElement message)
    {
        if (!message.TryGetProperty("traceback", out var lines) || lines.ValueKind != JsonValueKind.Array)
        {
            throw new DriverProtocolException("traceback is no list");
        }

        return [.. lines.EnumerateArray().Take(MostTracebackLines).Select(Text)];
    }

    private static JsonElement Object(JsonElement message, string name) =>
        message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object
            ? member
            : throw new DriverProtocolException($"{name} is no object");

    private static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var member)
        ? Text(member)
        : throw new DriverProtocolException($"{name} is missing");

    private static string Text(JsonElement member)
    {
        if (member.ValueKind != JsonValueKind.String)
        {
            throw new DriverProtocolException("a text is none");
        }

        try
        {
            return member.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            throw new DriverProtocolException("a text is not Unicode");
        }
    }

    private static bool Flag(JsonElement message, string name) =>
        message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.True;

    private static long Number(JsonElement message, string name) =>
        message.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var number)
            ? number
            : throw new DriverProtocolException($"{name} is no whole number");
}
