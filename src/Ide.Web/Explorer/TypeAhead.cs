namespace Ide.Web.Explorer;

/// <summary>Letters typed into the tree lead to the next name that begins with them; after a pause they begin anew.</summary>
internal sealed class TypeAhead(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(800);

    private string _typed = "";
    private long _last;

    /// <returns>Where to go; null when no name fits.</returns>
    public ExplorerRow? Next(string letter, IReadOnlyList<ExplorerRow> rows, int from)
    {
        _typed = time.GetElapsedTime(_last) > Pause ? letter : _typed + letter;
        _last = time.GetTimestamp();

        // The same letter again goes on to the next name; more letters may stay where the first ones led.
        var isRepeated = _typed.All(each => char.ToUpperInvariant(each) == char.ToUpperInvariant(_typed[0]));
        var (prefix, start) = isRepeated ? (_typed[..1], from + 1) : (_typed, Math.Max(0, from));
        return Enumerable.Range(0, rows.Count)
            .Select(step => rows[(start + step) % rows.Count])
            .FirstOrDefault(row => row.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
