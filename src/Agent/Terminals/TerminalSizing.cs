using Agent.Native;

namespace Agent.Terminals;

/// <summary>Which size a terminal has when several people look at it: the smallest room that any of them has.</summary>
internal static class TerminalSizing
{
    public static (int Columns, int Rows) Clamp(int columns, int rows) => (
        Math.Clamp(columns, TerminalLimits.LeastColumns, TerminalLimits.MostColumns),
        Math.Clamp(rows, TerminalLimits.LeastRows, TerminalLimits.MostRows));

    /// <summary>Of those who may type and are visible; nobody: it stays as it is.</summary>
    public static (int Columns, int Rows) Choose(IEnumerable<TerminalViewer> viewers, (int Columns, int Rows) present)
    {
        var rooms = viewers.Where(static viewer => viewer.MayType).Select(static viewer => viewer.Room).OfType<(int Columns, int Rows)>().ToList();
        return rooms.Count == 0 ? present : Clamp(rooms.Min(static room => room.Columns), rooms.Min(static room => room.Rows));
    }

    public static TerminalSize ToNative((int Columns, int Rows) size) => new((ushort)size.Rows, (ushort)size.Columns);
}
