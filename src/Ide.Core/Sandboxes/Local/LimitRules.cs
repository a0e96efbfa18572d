namespace Ide.Core.Sandboxes.Local;

/// <summary>What holds a sandbox's limits where control groups do not, and what the record says of it.</summary>
internal static class LimitRules
{
    /// <summary>Options of <c>ide-launcher host</c>. A limit for each process, which is better than none.</summary>
    public static IEnumerable<string> HostOptions(SandboxLimits limits, IReadOnlySet<string> heldByGroups)
    {
        if (limits.MemoryMb is { } megabytes && !heldByGroups.Contains("memory"))
        {
            yield return "--rlimit";
            yield return $"data={(long)megabytes * 1024 * 1024}";
        }

        yield return "--rlimit";
        yield return "core=0";
    }

    /// <summary>
    /// What a sandbox's group may have besides the user's processes: the Agent's threads, and who holds the worlds. An Agent
    /// that gets no thread because the user's programs have taken all of them ends, and everything in the sandbox with it.
    /// </summary>
    public const int OwnProcesses = 256;

    /// <summary>See <see cref="SandboxRecord.LimitsHeldBy"/>.</summary>
    public static Dictionary<string, string> HeldBy(SandboxLimits limits, IReadOnlySet<string> groups)
    {
        return new()
        {
            ["memory"] = By("memory", limits.MemoryMb is not null, "rlimit"),
            ["pids"] = By("pids", limits.Pids is not null, "rlimit"),
            ["cpus"] = By("cpus", limits.Cpus is not null, "none"),
            ["disk"] = "none",
        };

        string By(string limit, bool isSet, string otherwise) => !isSet ? "none" : groups.Contains(limit) ? "cgroup" : otherwise;
    }
}
