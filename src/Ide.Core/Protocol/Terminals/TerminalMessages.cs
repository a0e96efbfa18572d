using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ide.Core.Protocol.Files;

namespace Ide.Core.Protocol.Terminals;

/// <summary>Opens a terminal.</summary>
/// <param name="Shell">A program, without arguments; bash when absent.</param>
/// <param name="Cwd">Where it starts; /workspace when absent.</param>
/// <param name="Name">What people see; made when absent.</param>
public sealed record CreateTerminalRequest(
    int? Cols = null, int? Rows = null, string? Shell = null, SandboxPath? Cwd = null, string? Name = null);

/// <param name="Name">What people see: 1 to 100 visible characters.</param>
public sealed record RenameTerminalRequest(string Name);

/// <summary>A terminal as the list shows it.</summary>
/// <param name="Viewers">How many sockets watch it now.</param>
/// <param name="Running">False once its program ended; it can be read until it is deleted.</param>
/// <param name="ExitCode">128+N for death by signal N; null while it runs.</param>
/// <param name="Offset">How many bytes its program has written.</param>
public sealed record TerminalSummary(
    TerminalId Id,
    string Name,
    string Shell,
    string Cwd,
    int Cols,
    int Rows,
    DateTimeOffset CreatedAt,
    int Viewers,
    bool Running,
    int? ExitCode,
    string? Signal,
    long Offset);

public sealed record TerminalList(bool Success, IReadOnlyList<TerminalSummary> Terminals, int Count, DateTimeOffset Timestamp);

public sealed record TerminalDeleted(bool Success, TerminalId TerminalId, DateTimeOffset Timestamp);

/// <summary>The JSON of terminals.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(CreateTerminalRequest))]
[JsonSerializable(typeof(RenameTerminalRequest))]
[JsonSerializable(typeof(TerminalSummary))]
[JsonSerializable(typeof(TerminalList))]
[JsonSerializable(typeof(TerminalDeleted))]
[JsonSerializable(typeof(TerminalControl))]
[JsonSerializable(typeof(TerminalNotice))]
public sealed partial class TerminalsJson : JsonSerializerContext
{
    public static TerminalsJson Strict { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
