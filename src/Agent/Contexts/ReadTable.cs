using System.Text.Json;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;

namespace Agent.Contexts;

/// <summary>Reads a window of a variable that is a table. What the interpreter answers is checked: it also runs the user's code.</summary>
internal static class ReadTable
{
    private const int MostRows = 1000;
    private const int MostColumns = 200;
    private const int MostConditions = 8;
    private const int MostCharacters = 1000;

    public static async Task<TableAnswer> RunAsync(
        Context context, TableRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Check(request);
        var reply = await context.AskAsync(DriverQuestion.Table(request), cancellationToken);
        if (reply.TryGetProperty("refusal", out var refusal) && refusal.ValueKind == JsonValueKind.String)
        {
            throw AgentException.Invalid("name", Cut(refusal.GetString()!));
        }

        if (!reply.TryGetProperty("table", out var table) || table.ValueKind != JsonValueKind.Object)
        {
            throw new AgentException(ErrorCode.InternalError, "The interpreter answered what is not a table.");
        }

        var columns = Texts(table, "columns", MostColumns);
        return new(
            true,
            request.Name,
            Text(table, "type"),
            columns,
            Texts(table, "dtypes", MostColumns),
            Texts(table, "index", MostRows),
            [.. List(table, "rows", MostRows).Select(row => Cells(row, columns.Count))],
            Number(table, "offset"),
            Number(table, "total"),
            Number(table, "size"),
            (int)Math.Min(Number(table, "columnOffset"), int.MaxValue),
            (int)Math.Min(Number(table, "columnTotal"), int.MaxValue),
            now);
    }

    private static void Check(TableRequest request)
    {
        Demand(request.Name is { Length: > 0 and <= MostCharacters }, "name", $"expected 1 to {MostCharacters} characters");
        Demand(request.Offset >= 0, "offset", "expected a row, from 0");
        Demand(request.Limit is >= 0 and <= MostRows, "limit", $"expected 0 to {MostRows}");
        Demand(request.ColumnOffset >= 0, "columnOffset", "expected a column, from 0");
        Demand(request.ColumnLimit is >= 0 and <= MostColumns, "columnLimit", $"expected 0 to {MostColumns}");
        Demand(request.Sort is not { Count: > MostConditions }, "sort", $"expected at most {MostConditions}");
        Demand(request.Filter is not { Count: > MostConditions }, "filter", $"expected at most {MostConditions}");
        Demand(request.Filter?.All(static each => each.Value.Length <= MostCharacters) != false, "filter", $"expected values of at most {MostCharacters} characters");

        static void Demand(bool holds, string field, string rule)
        {
            if (!holds)
            {
                throw AgentException.Invalid(field, rule);
            }
        }
    }

    /// <summary>A row with exactly so many cells; what is no scalar is null.</summary>
    private static List<JsonElement> Cells(JsonElement row, int count)
    {
        var cells = row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Take(count).Select(Scalar).ToList() : [];
        while (cells.Count < count)
        {
            cells.Add(Null);
        }

        return cells;
    }

    private static JsonElement Null { get; } = JsonDocument.Parse("null").RootElement.Clone();

    private static JsonElement Scalar(JsonElement cell) => cell.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Null : cell;

    private static List<string> Texts(JsonElement table, string name, int most) =>
        [.. List(table, name, most).Select(static each => each.ValueKind == JsonValueKind.String ? Cut(each.GetString()!) : "")];

    private static IEnumerable<JsonElement> List(JsonElement table, string name, int most) =>
        table.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(most) : [];

    private static string Text(JsonElement table, string name) =>
        table.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? Cut(text.GetString()!) : "";

    private static long Number(JsonElement table, string name) =>
        table.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var value) ? Math.Max(0, value) : 0;

    private static string Cut(string text) => text.Length > MostCharacters ? text[..MostCharacters] : text;
}
