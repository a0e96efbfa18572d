using Agent.Native;

namespace Agent.Sessions;

/// <summary>
/// Ends the command that a shell runs, with everything that it has started, and gets the shell back: interrupt to the shell, so
/// that it goes on with nothing, also one that has been stopped; TERM to all that was born since; after a grace of 5 s KILL. A
/// shell that is then not back within a second never will be.
/// </summary>
internal static class CommandStop
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <param name="before">What was there when the command began.</param>
    /// <param name="back">Completes when the shell has reported the end, or ended.</param>
    /// <param name="askAgain">Tells the shell to report once more: an interrupt may have hit the report itself.</param>
    public static async Task RunAsync(
        SpawnedProcess shell, IReadOnlyList<ProcessSnapshot> before, Task back, Func<Task> askAgain, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var pause = FirstPause;
        var known = before.Select(IdentityOf).ToHashSet();
        known.Add((shell.Pid, shell.StartTime));
        await InterruptAsync(shell, back, askAgain);
        await QuietlyAsync(shell.SignalSinceAsync(before, Signals.Term, CancellationToken.None));
        await QuietlyAsync(shell.SignalSinceAsync(before, Signals.Cont, CancellationToken.None));
        var told = (await shell.ListTreeAsync(CancellationToken.None)).Select(IdentityOf).ToHashSet();
        while (time.GetElapsedTime(began) < Grace)
        {
            await (back.IsCompleted ? Task.Delay(pause, time) : Task.WhenAny(back, Task.Delay(pause, time)));
            var left = (await shell.ListTreeAsync(CancellationToken.None))
                .Where(process => process.State != 'Z' && !known.Contains(IdentityOf(process))).ToList();
            if (back.IsCompleted && left.Count == 0)
            {
                return;
            }

            await InterruptAsync(shell, back, askAgain);
            foreach (var process in left.Where(process => told.Add(IdentityOf(process))))
            {
                // Of a tree that forks all the time there are always more.
                if (time.GetElapsedTime(began) >= Grace)
                {
                    break;
                }

                await QuietlyAsync(shell.SignalAsync(process, Signals.Term, SignalScope.Process, CancellationToken.None));
            }

            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        var lastChance = time.GetTimestamp();
        do
        {
            await QuietlyAsync(shell.SignalSinceAsync(before, Signals.Kill, CancellationToken.None));
            await InterruptAsync(shell, back, askAgain);
            await Task.WhenAny(back, Task.Delay(LongestPause, time));
        }
        while (!back.IsCompleted && time.GetElapsedTime(lastChance) < LastChance);
    }

    private static (int Pid, ulong StartTime) IdentityOf(ProcessSnapshot process) => (process.Pid, process.StartTime);

    private static async Task InterruptAsync(SpawnedProcess shell, Task back, Func<Task> askAgain)
    {
        if (!back.IsCompleted)
        {
            await QuietlyAsync(shell.SignalAsync(Signals.Int, SignalScope.Process, CancellationToken.None));
            await QuietlyAsync(shell.SignalAsync(Signals.Cont, SignalScope.Process, CancellationToken.None));
            await askAgain();
        }
    }

    /// <summary>A process that is gone needs no signal; one that may not be signalled is ended with the session.</summary>
    private static async Task QuietlyAsync(Task<SignalOutcome> signalling)
    {
        try
        {
            await signalling;
        }
        catch (IOException)
        {
            // For instance EPERM: it has become another user.
        }
    }
}
