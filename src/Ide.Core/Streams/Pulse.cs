namespace Ide.Core.Streams;

/// <summary>
/// Wakes everybody who waits for "something is new". It carries nothing: whoever wakes looks for himself, so a slow
/// waiter costs nothing and misses nothing.
/// </summary>
/// <remarks>Take the task before looking: <c>var next = pulse.Next(); if (nothing new) await next;</c>.</remarks>
public sealed class Pulse
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next <see cref="Signal"/> after this call.</summary>
    public Task Next()
    {
        while (true)
        {
            if (Volatile.Read(ref _next) is { } waiting)
            {
                return waiting.Task;
            }

            Interlocked.CompareExchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
        }
    }

    /// <summary>Wakes all that wait now. Costs next to nothing while nobody does.</summary>
    public void Signal()
    {
        if (Volatile.Read(ref _next) is not null)
        {
            Interlocked.Exchange(ref _next, null)?.TrySetResult();
        }
    }
}
