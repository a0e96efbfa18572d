namespace Agent.Native;

/// <summary>What everything that the launcher started uses now.</summary>
/// <param name="Processes">Without the launcher's own.</param>
/// <param name="ResidentBytes">The sum of all resident sets: shared pages count once for each process.</param>
/// <param name="ProportionalBytes">Shared pages divided among their users, as far as the kernel tells.</param>
/// <param name="CpuTime">Since the launcher's start, with everything that has ended.</param>
internal readonly record struct WorldStatistics(
    int Processes, long ResidentBytes, long ProportionalBytes, TimeSpan CpuTime);
