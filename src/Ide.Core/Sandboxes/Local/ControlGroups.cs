using System.Diagnostics;
using System.Globalization;
using Ide.Core.Protocol;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// The control groups that hold a sandbox's limits for all its programs together: version 2 where the server may make groups
/// below its own, version 1 where it is root. Where it may do neither, the provider falls back on resource limits.
/// </summary>
internal sealed class ControlGroups
{
    /// <summary>The group of which the sandboxes' are children.</summary>
    private const string Family = "ide";

    private const string Controllers = "+memory +pids +cpu";
    private const int CpuPeriodMicroseconds = 100_000;
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(2);

    /// <summary>The controllers that we use, and the directory below which each one's groups are made.</summary>
    private readonly IReadOnlyDictionary<string, string> _parents;
    private readonly bool _unified;
    private readonly string _server;

    private ControlGroups(IReadOnlyDictionary<string, string> parents, bool unified, string server)
    {
        _parents = parents;
        _unified = unified;
        _server = server;
    }

    /// <summary>What this server may use; nothing at all is a possible answer.</summary>
    /// <param name="server">Tells the groups of this server's sandboxes from those of another on the same machine.</param>
    /// <param name="mount">Where the hierarchies are mounted.</param>
    public static ControlGroups Find(string server, string mount = "/sys/fs/cgroup") =>
        File.Exists(Path.Combine(mount, "cgroup.controllers")) ? FindUnified(server, mount) : FindSeparate(server, mount);

    /// <summary>False where this server may use none.</summary>
    public bool Exist => _parents.Count > 0;

    /// <summary>Makes the sandbox's groups with its limits.</summary>
    /// <returns>The groups to join, and which limit they hold.</returns>
    public (IReadOnlyList<string> Directories, IReadOnlySet<string> Held) Create(SandboxId id, SandboxLimits limits)
    {
        var held = new HashSet<string>();
        foreach (var (controller, parent) in _parents)
        {
            var directory = Directory.CreateDirectory(Path.Combine(parent, NameOf(id))).FullName;
            switch (controller)
            {
                case "memory" when limits.MemoryMb is { } megabytes:
                    var bytes = ((long)megabytes * 1024 * 1024).ToString(CultureInfo.InvariantCulture);
                    Set(directory, _unified ? "memory.max" : "memory.limit_in_bytes", bytes);
                    // Without this a program that wants more swaps instead of ending; not every kernel has the file.
                    TrySet(directory, _unified ? "memory.swap.max" : "memory.memsw.limit_in_bytes", _unified ? "0" : bytes);
                    held.Add("memory");
                    break;
                case "pids" when limits.Pids is { } pids:
                    Set(directory, "pids.max", (pids + LimitRules.OwnProcesses).ToString(CultureInfo.InvariantCulture));
                    held.Add("pids");
                    break;
                case "cpu" when limits.Cpus is { } cpus:
                    var quota = ((long)(cpus * CpuPeriodMicroseconds)).ToString(CultureInfo.InvariantCulture);
                    if (_unified)
                    {
                        Set(directory, "cpu.max", $"{quota} {CpuPeriodMicroseconds}");
                    }
                    else
                    {
                        Set(directory, "cpu.cfs_period_us", CpuPeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
                        Set(directory, "cpu.cfs_quota_us", quota);
                    }

                    held.Add("cpus");
                    break;
            }
        }

        return (DirectoriesOf(id), held);
    }

    /// <summary>The sandbox's groups; the same directory once where one holds several controllers.</summary>
    public IReadOnlyList<string> DirectoriesOf(SandboxId id) =>
        [.. _parents.Values.Distinct().Select(parent => Path.Combine(parent, NameOf(id)))];

    /// <summary>Removes the groups of a sandbox in which nothing runs any more.</summary>
    public async Task RemoveAsync(SandboxId id, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var directory in DirectoriesOf(id))
        {
            // Busy while the kernel still takes the last process down, although it is listed no more.
            while (!TryRemove(directory) && Stopwatch.GetElapsedTime(began) < RemovalLimit)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Removes the group of all sandboxes when none is in it, of this server's or another's.</summary>
    public void RemoveEmptyFamily()
    {
        foreach (var parent in _parents.Values.Distinct())
        {
            TryRemove(parent);
        }
    }

    /// <summary>The pids that are in the sandbox's groups.</summary>
    public IEnumerable<int> ProcessesOf(SandboxId id) =>
        from directory in DirectoriesOf(id)
        let path = Path.Combine(directory, "cgroup.procs")
        where File.Exists(path)
        from line in File.ReadAllLines(path)
        select int.Parse(line, CultureInfo.InvariantCulture);

    /// <summary>Version 1: one hierarchy a controller, root's alone.</summary>
    private static ControlGroups FindSeparate(string server, string mount)
    {
        var parents = new Dictionary<string, string>();
        foreach (var controller in new[] { "memory", "pids", "cpu" })
        {
            var hierarchy = Path.Combine(mount, controller);
            if (HostCalls.IsRoot && Directory.Exists(hierarchy) && TryMake(Path.Combine(hierarchy, Family)))
            {
                parents[controller] = Path.Combine(hierarchy, Family);
            }
        }

        return new(parents, unified: false, server);
    }

    /// <summary>
    /// Version 2: below the server's own group, when that is its user's to divide; as root, at the top. A group with
    /// processes of its own can have none below it that are limited, so they first move into one.
    /// </summary>
    private static ControlGroups FindUnified(string server, string mount)
    {
        try
        {
            var own = Path.Combine(mount, File.ReadAllText("/proc/self/cgroup").Trim().Split(':')[^1].TrimStart('/'));
            var parent = HostCalls.IsRoot ? mount : own;
            if (!TrySet(parent, "cgroup.subtree_control", Controllers))
            {
                var ours = Directory.CreateDirectory(Path.Combine(parent, "server")).FullName;
                foreach (var pid in File.ReadAllLines(Path.Combine(parent, "cgroup.procs")))
                {
                    TrySet(ours, "cgroup.procs", pid);
                }

                Set(parent, "cgroup.subtree_control", Controllers);
            }

            var family = Directory.CreateDirectory(Path.Combine(parent, Family)).FullName;
            Set(family, "cgroup.subtree_control", Controllers);
            return new(new Dictionary<string, string> { ["memory"] = family, ["pids"] = family, ["cpu"] = family }, unified: true, server);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(new Dictionary<string, string>(), unified: true, server);
        }
    }

    private string NameOf(SandboxId id) => $"{id}.{_server}";

    private static bool TryRemove(string directory)
    {
        try
        {
            Directory.Delete(directory);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryMake(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Set(string directory, string file, string value) => File.WriteAllText(Path.Combine(directory, file), value);

    private static bool TrySet(string directory, string file, string value)
    {
        try
        {
            Set(directory, file, value);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
