using System.Text.Json;
using Ide.Core.Protocol.Contexts;

namespace Agent.Contexts;

/// <summary>What a driver is asked between two runs (Kernels/python/ide_kernel/frames.py describes the frames).</summary>
/// <param name="Kind">complete, inspect, variables or table.</param>
/// <param name="Write">Adds what is asked about.</param>
internal sealed record DriverQuestion(string Kind, Action<Utf8JsonWriter> Write)
{
    public static DriverQuestion Variables { get; } = new("variables", static _ => { });

    public static DriverQuestion Complete(string code, int cursor) => new("complete", json => WriteCode(json, code, cursor));

    public static DriverQuestion Inspect(string code, int cursor) => new("inspect", json => WriteCode(json, code, cursor));

    public static DriverQuestion Table(TableRequest request) => new("table", json =>
    {
        json.WriteString("name", request.Name);
        json.WriteNumber("offset", request.Offset);
        json.WriteNumber("limit", request.Limit);
        json.WriteNumber("columnOffset", request.ColumnOffset);
        json.WriteNumber("columnLimit", request.ColumnLimit);
        json.WritePropertyName("sort");
        JsonSerializer.Serialize(json, request.Sort ?? [], ContextsJson.Strict.IReadOnlyListTableSort);
        json.WritePropertyName("filter");
        JsonSerializer.Serialize(json, request.Filter ?? [], ContextsJson.Strict.IReadOnlyListTableFilter);
    });

    private static void WriteCode(Utf8JsonWriter json, string code, int cursor)
    {
        json.WriteString("code", code);
        json.WriteNumber("cursor", cursor);
    }
}
