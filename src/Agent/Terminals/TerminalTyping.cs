namespace Agent.Terminals;

/// <summary>Who types in a terminal, as often as the others are to hear of it. Under the terminal's lock.</summary>
internal sealed class TerminalTyping(TimeProvider time)
{
    private long _since;

    /// <summary>Who typed last; null: nobody yet.</summary>
    public TerminalViewer? Who { get; private set; }

    /// <summary>Rises each time that there is something to tell.</summary>
    public int Count { get; private set; }

    /// <returns>True: the others are to hear of it.</returns>
    public bool Note(TerminalViewer viewer)
    {
        if (Who == viewer && time.GetElapsedTime(_since) < TerminalLimits.TypingToldEvery)
        {
            return false;
        }

        (Who, _since) = (viewer, time.GetTimestamp());
        Count++;
        return true;
    }
}
