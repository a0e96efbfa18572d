namespace Agent.Native;

/// <summary>Whom a signal is for. The numbers are those of <c>Launcher/protocol.h</c>.</summary>
internal enum SignalScope : uint
{
    Process = 1,

    /// <summary>Its process group, also after its own end.</summary>
    Group = 2,

    /// <summary>
    /// It and all that descends from it, orphans and daemons too. KILL returns when nothing is alive any more (or after
    /// 5 s); another signal reaches everything that exists, each process once.
    /// </summary>
    Tree = 3,

    /// <summary>The foreground process group of its terminal: what Ctrl+C means.</summary>
    Foreground = 5,
}

/// <param name="Signalled">How many processes got the signal; 0: there was none left.</param>
/// <param name="Alive">How many survived a KILL of the tree for 5 s: stuck in the kernel.</param>
internal readonly record struct SignalOutcome(int Signalled, int Alive);
