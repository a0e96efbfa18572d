using Agent.Native;
using Ide.Core.Protocol.Hello;

namespace Agent.Contexts;

/// <summary>Says in a sentence why an interpreter ended.</summary>
internal sealed class InterpreterDeath(AgentConfig config)
{
    /// <summary>How many processes of the sandbox the kernel has killed for memory; 0 where that cannot be known.</summary>
    public long MemoryKills() => config.CgroupDirectories.Sum(ReadKills);

    public string IgnoredInterrupts { get; } =
        $"The code did not react to interrupts for {Interruption.Grace.TotalSeconds:0} s, so its interpreter was ended.";

    /// <param name="killsBefore"><see cref="MemoryKills"/> when the interpreter started.</param>
    public string Describe(InterpreterExit exit, string? violation, long killsBefore)
    {
        if (violation is not null)
        {
            return $"The interpreter was ended because its driver was tampered with: {violation}.";
        }

        return exit switch
        {
            { IsKnown: false } => "The interpreter ended; its exit status is not known.",
            { Signal: Signals.Kill } when MemoryKills() > killsBefore =>
                "The interpreter ran out of memory and was killed (SIGKILL).",
            { Signal: Signals.Kill } => "The interpreter was killed (SIGKILL); often this is for want of memory.",
            { Signal: > 0 } => $"The interpreter was killed by {Signals.NameOf(exit.Signal)} (signal {exit.Signal}).",
            _ => $"The interpreter ended with exit code {exit.ExitCode}.",
        };
    }

    private static long ReadKills(string group)
    {
        // Version 2 counts in memory.events, version 1 in memory.oom_control.
        foreach (var file in (string[])["memory.events", "memory.oom_control"])
        {
            try
            {
                foreach (var line in File.ReadLines(Path.Combine(group, file)))
                {
                    if (line.StartsWith("oom_kill ", StringComparison.Ordinal) && long.TryParse(line.AsSpan(9), out var count))
                    {
                        return count;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Not this version, or not to be read.
            }
        }

        return 0;
    }
}
