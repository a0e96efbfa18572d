namespace Ide.Core.Sandboxes;

/// <summary>
/// One sandbox's place in the <see cref="SandboxLifecycle"/>. What changes the sandbox does so while it holds
/// <see cref="Gate"/>, so two people's clicks become one start; reading takes whatever is newest.
/// </summary>
internal sealed class SandboxSlot(SandboxRecord record) : IDisposable
{
    private volatile SandboxRecord _record = record;
    private volatile RunningSandbox? _running;
    private volatile AgentRestarts _restarts = AgentRestarts.None;
    private volatile bool _isEnding;
    private volatile bool _isRestarting;
    private long _lastUsedTicks = record.LastUsedAt.UtcTicks;
    private long _touches;
    private int _uses;

    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>True once the sandbox is destroyed: whoever waited for the gate finds nothing to do.</summary>
    public bool IsGone { get; set; }

    /// <summary>True while somebody stops or destroys it: that its Agent ends then is no death.</summary>
    public bool IsEnding
    {
        get => _isEnding;
        set => _isEnding = value;
    }

    /// <summary>True while a start after a death is under way: <see cref="Restarts"/> counts it already.</summary>
    public bool IsRestarting
    {
        get => _isRestarting;
        set => _isRestarting = value;
    }

    /// <summary>When to try again to mend what could not be mended, and how often in a row it could not. Under the gate.</summary>
    public DateTimeOffset MendAt { get; set; }

    public int MendFailures { get; set; }

    /// <summary>How often it was started again by itself.</summary>
    public AgentRestarts Restarts
    {
        get => _restarts;
        set => _restarts = value;
    }

    public SandboxRecord Record
    {
        get => _record with { LastUsedAt = new(Interlocked.Read(ref _lastUsedTicks), TimeSpan.Zero) };
        set => _record = value;
    }

    /// <summary>Null while no Agent of it is known to answer.</summary>
    public RunningSandbox? Running
    {
        get => _running;
        set => _running = value;
    }

    /// <summary>Kept in memory and written with the record's next change: not worth a disk's sync at each request.</summary>
    public void Touch(DateTimeOffset now)
    {
        Interlocked.Exchange(ref _lastUsedTicks, now.UtcTicks);
        Interlocked.Increment(ref _touches);
    }

    /// <summary>Rises with each use: who sees the same number twice knows that nobody came between.</summary>
    public long Touches => Interlocked.Read(ref _touches);

    /// <summary>Somebody is in it right now: a page is open, a request is answered.</summary>
    public bool IsInUse => Volatile.Read(ref _uses) > 0;

    public void BeginUse(DateTimeOffset now)
    {
        Interlocked.Increment(ref _uses);
        Touch(now);
    }

    public void EndUse(DateTimeOffset now)
    {
        Touch(now);
        Interlocked.Decrement(ref _uses);
    }

    public void Dispose() => Gate.Dispose();
}
