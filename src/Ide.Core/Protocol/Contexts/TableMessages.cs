using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Contexts;

/// <summary>What a cell must be for its row to be shown.</summary>
[JsonConverter(typeof(NamedEnumConverter<TableCondition>))]
public enum TableCondition
{
    /// <summary>As text, in upper or lower case.</summary>
    [JsonStringEnumMemberName("contains")]
    Contains,

    [JsonStringEnumMemberName("equals")]
    Equals,

    [JsonStringEnumMemberName("notEquals")]
    NotEquals,

    [JsonStringEnumMemberName("less")]
    Less,

    [JsonStringEnumMemberName("atMost")]
    AtMost,

    [JsonStringEnumMemberName("greater")]
    Greater,

    [JsonStringEnumMemberName("atLeast")]
    AtLeast,

    /// <summary>None, null, NaN, NaT; the value does not count.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    [JsonStringEnumMemberName("present")]
    Present,
}

/// <param name="Column">Its place in the table, from 0: names may be there twice.</param>
public sealed record TableSort(int Column, bool Descending = false);

/// <param name="Value">What the cell is compared with: as a number, a time or text, by the column's type.</param>
public sealed record TableFilter(int Column, TableCondition Op, string Value = "");

/// <summary>
/// Asks for a window of a variable that is a table: a pandas DataFrame, Series or Index, a numpy array of one or two dimensions,
/// a list, tuple or dict; an array, typed array or Map.
/// </summary>
/// <param name="Name">Of the variable; no expression.</param>
/// <param name="Limit">Rows; at most 1,000, and fewer where they would be more than 20,000 cells.</param>
/// <param name="ColumnLimit">At most 200.</param>
/// <param name="Sort">The first counts most. Stable; what is missing comes last.</param>
/// <param name="Filter">Rows that pass all of them are left.</param>
public sealed record TableRequest(
    string Name,
    long Offset = 0,
    int Limit = 100,
    int ColumnOffset = 0,
    int ColumnLimit = 50,
    IReadOnlyList<TableSort>? Sort = null,
    IReadOnlyList<TableFilter>? Filter = null);

/// <summary>A window of a table. A cell is a text (cut after 500 characters), a number, true, false or null.</summary>
/// <param name="Type">The variable's.</param>
/// <param name="Index">The labels of the rows.</param>
/// <param name="Offset">Of the first row among those that are left, from 0.</param>
/// <param name="Total">The rows that are left.</param>
/// <param name="Size">All rows.</param>
/// <param name="ColumnOffset">Of the first column of the window.</param>
/// <param name="ColumnTotal">All columns.</param>
public sealed record TableAnswer(
    bool Success,
    string Name,
    string Type,
    IReadOnlyList<string> Columns,
    IReadOnlyList<string> Dtypes,
    IReadOnlyList<string> Index,
    IReadOnlyList<IReadOnlyList<JsonElement>> Rows,
    long Offset,
    long Total,
    long Size,
    int ColumnOffset,
    int ColumnTotal,
    DateTimeOffset Timestamp);
