namespace Agent.Hosting;

/// <summary>When a collection costs nobody anything and is worth it: work was done since the last one, and none is done now.</summary>
internal sealed class Idleness
{
    /// <summary>What is allocated between two looks at an Agent that pages only ask how it is.</summary>
    public const long QuietBytes = 256 * 1024;

    /// <summary>Less garbage than this is left to lie.</summary>
    public const long WorthwhileBytes = 1024 * 1024;

    private long _lastLook;
    private long _lastCollection;

    /// <param name="allocated">All bytes that were ever allocated.</param>
    public bool IsTimeToCollect(long allocated)
    {
        var isQuiet = allocated - _lastLook < QuietBytes;
        _lastLook = allocated;
        if (!isQuiet || allocated - _lastCollection < WorthwhileBytes)
        {
            return false;
        }

        _lastCollection = allocated;
        return true;
    }
}
