using System.Globalization;

namespace Bench.Hosts;

/// <summary>The processes of the machine at one moment, from <c>/proc</c>.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, int> _parents;

    private ProcessTable(Dictionary<int, int> parents) => _parents = parents;

    public IEnumerable<int> Ids => _parents.Keys;

    public static ProcessTable Read()
    {
        var parents = new Dictionary<int, int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) && Parent(id) is { } parent)
            {
                parents[id] = parent;
            }
        }

        return new ProcessTable(parents);
    }

    /// <returns>The processes that descend from one of the roots, the roots included.</returns>
    public IReadOnlySet<int> WithDescendants(IEnumerable<int> roots)
    {
        var children = _parents.ToLookup(static pair => pair.Value, static pair => pair.Key);
        var found = new HashSet<int>();
        var open = new Stack<int>(roots);
        while (open.TryPop(out var id))
        {
            if (found.Add(id))
            {
                foreach (var child in children[id])
                {
                    open.Push(child);
                }
            }
        }

        return found;
    }

    /// <returns>The arguments, each ended by a NUL; empty when the process is gone.</returns>
    public static string CommandLine(int id) => TryRead($"/proc/{id}/cmdline") ?? "";

    /// <summary>The share of memory that is a process's own, with pages that several have mapped split between them.</summary>
    /// <returns>Bytes; 0 when the process is gone.</returns>
    public static long ProportionalBytes(int id)
    {
        var line = TryRead($"/proc/{id}/smaps_rollup")?.Split('\n').FirstOrDefault(static line => line.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The name stands in parentheses and may hold anything, spaces too; what is sought is the second field after it.</summary>
    private static int? Parent(int id) =>
        TryRead($"/proc/{id}/stat") is { } stat
            ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)
            : null;

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The process ended meanwhile.
            return null;
        }
    }
}
