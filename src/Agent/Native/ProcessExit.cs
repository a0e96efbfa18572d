namespace Agent.Native;

/// <summary>How a program ended and what it and the children that it waited for used.</summary>
/// <param name="ExitCode">128+N for a death by signal N.</param>
/// <param name="Signal">0 unless a signal ended it.</param>
/// <param name="CoreDumped">The kernel wrote a core.</param>
/// <param name="UserTime">CPU time in user mode.</param>
/// <param name="SystemTime">CPU time in the kernel.</param>
/// <param name="PeakResidentBytes">Of the largest single process.</param>
/// <param name="Lost">
/// Nobody saw it end: the launcher, or its part that watched this program, was killed, and the program with it.
/// </param>
internal sealed record ProcessExit(
    int ExitCode,
    int Signal,
    bool CoreDumped,
    TimeSpan UserTime,
    TimeSpan SystemTime,
    long PeakResidentBytes,
    bool Lost = false)
{
    public static ProcessExit Unseen { get; } =
        new(128 + Signals.Kill, Signals.Kill, false, TimeSpan.Zero, TimeSpan.Zero, 0, Lost: true);
}
