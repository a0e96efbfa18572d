using System.Threading.Tasks.Sources;

namespace Agent.Native;

/// <summary>
/// One wait at a time, again and again without allocation. Not thread-safe: its owner calls it under a lock. Who waited
/// continues on the thread pool, never on the event loop's thread.
/// </summary>
internal sealed class ReadinessWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public bool IsWaiting { get; private set; }

    public ValueTask Start()
    {
        if (IsWaiting)
        {
            throw new InvalidOperationException("Somebody waits already.");
        }

        _core.Reset();
        IsWaiting = true;
        return new ValueTask(this, _core.Version);
    }

    public void Complete()
    {
        if (IsWaiting)
        {
            IsWaiting = false;
            _core.SetResult(true);
        }
    }

    public void Fail(Exception failure)
    {
        if (IsWaiting)
        {
            IsWaiting = false;
            _core.SetException(failure);
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
