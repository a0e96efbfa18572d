using System.Globalization;

namespace Ide.Web.Workbench.Status;

/// <summary>One line of what limits a sandbox, in words.</summary>
/// <param name="Key">As the record calls it: memory, cpus, pids, disk.</param>
internal sealed record ResourceLimit(string Key, string Name, string Most, string Held)
{
    public static IEnumerable<ResourceLimit> Of(WorkbenchView view)
    {
        var limits = view.Limits;
        var held = view.LimitsHeldBy.Select(static line => line.Split(": ", 2)).Where(static pair => pair.Length == 2)
            .ToDictionary(static pair => pair[0], static pair => pair[1]);
        return
        [
            Line("memory", "Memory", limits.MemoryMb is { } megabytes ? Megabytes(megabytes) : null),
            Line("cpus", "Processors", limits.Cpus?.ToString("0.##", CultureInfo.InvariantCulture)),
            Line("pids", "Processes", limits.Pids?.ToString(CultureInfo.InvariantCulture)),
            Line("disk", "Disk", limits.DiskMb is { } disk ? Megabytes(disk) : null),
        ];

        ResourceLimit Line(string key, string name, string? most) =>
            new(key, name, most ?? "none", most is null ? "" : WordsFor(held.GetValueOrDefault(key)));
    }

    private static string Megabytes(int megabytes) =>
        megabytes % 1024 == 0 ? $"{megabytes / 1024} GB" : string.Create(CultureInfo.InvariantCulture, $"{megabytes} MB");

    private static string WordsFor(string? how) => how switch
    {
        "cgroup" => "for all programs together",
        "rlimit" => "for each program",
        _ => "told, not held",
    };
}
