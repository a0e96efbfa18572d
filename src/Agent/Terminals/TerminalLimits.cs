namespace Agent.Terminals;

/// <summary>The bounds of terminals, in one place.</summary>
internal static class TerminalLimits
{
    /// <summary>That run at once in a sandbox; one more is refused.</summary>
    public const int MostRunning = 32;

    /// <summary>Ended ones that can still be read; the oldest is forgotten for one more.</summary>
    public const int MostEnded = 16;

    /// <summary>Of output that a terminal keeps, in bytes.</summary>
    public const int ScrollbackBytes = 1 << 20;

    /// <summary>
    /// Of what is kept, the oldest bytes that a new viewer does not get: it would fall out of what is kept by the next that
    /// the program writes, before it has taken any.
    /// </summary>
    public const int JoinSlackBytes = 128 * 1024;

    /// <summary>How far the program may be ahead of the fastest viewer, in bytes; see <see cref="Terminal"/>.</summary>
    public const int LeadBytes = 256 * 1024;

    /// <summary>How long the program waits for viewers of whom none takes anything.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>How far beyond its last acknowledgement a viewer that acknowledges is sent, in bytes.</summary>
    public const int UnacknowledgedBytes = 512 * 1024;

    /// <summary>Of one message from a viewer, in bytes.</summary>
    public const int MessageBytes = 1 << 20;

    /// <summary>Of a control message in JSON, in bytes.</summary>
    public const int ControlBytes = 4096;

    /// <summary>That one viewer typed and the program has not taken yet, in bytes; then the viewer's socket is not read.</summary>
    public const int TypedBytes = 256 * 1024;

    /// <summary>Watching one terminal at once.</summary>
    public const int MostViewers = 200;

    /// <summary>While somebody types, the others hear of it no more often than this.</summary>
    public static readonly TimeSpan TypingToldEvery = TimeSpan.FromMilliseconds(500);

    public const int LeastColumns = 40, LeastRows = 10, MostColumns = 1000, MostRows = 1000;

    public static readonly TimeSpan HangUpGrace = TimeSpan.FromSeconds(2);

    /// <summary>For the rest of the output to come once the program has ended.</summary>
    public static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(300);
}
