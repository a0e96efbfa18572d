using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// A non-blocking descriptor and the two things one can wait for on it. At most one waiter for each direction at a time.
/// </summary>
internal sealed class PolledDescriptor : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ReadinessWaiter _readable = new();
    private readonly ReadinessWaiter _writable = new();
    private readonly long _token;
    private bool _watched;
    private bool _disposed;

    /// <summary>Takes the descriptor over and makes it non-blocking.</summary>
    public PolledDescriptor(SafeFileHandle handle)
    {
        Handle = handle;
        var flags = Libc.Control(handle, Libc.F_GETFL, 0);
        if (flags < 0 || Libc.Control(handle, Libc.F_SETFL, flags | Libc.O_NONBLOCK) < 0)
        {
            throw Libc.Failure("fcntl");
        }

        _token = EventLoop.Shared.Add(this);
    }

    public SafeFileHandle Handle { get; }

    /// <summary>Completes when a read would not block; throws <see cref="ObjectDisposedException"/> on disposal.</summary>
    public ValueTask WaitReadableAsync(CancellationToken cancellationToken) => WaitAsync(_readable, cancellationToken);

    /// <inheritdoc cref="WaitReadableAsync"/>
    public ValueTask WaitWritableAsync(CancellationToken cancellationToken) => WaitAsync(_writable, cancellationToken);

    /// <summary>Called by the event loop's thread.</summary>
    public void BecameReady(uint events)
    {
        const uint both = Libc.EPOLLERR | Libc.EPOLLHUP;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if ((events & (Libc.EPOLLIN | Libc.EPOLLRDHUP | both)) != 0)
            {
                _readable.Complete();
            }

            if ((events & (Libc.EPOLLOUT | both)) != 0)
            {
                _writable.Complete();
            }

            if (_readable.IsWaiting || _writable.IsWaiting)
            {
                Watch();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            EventLoop.Shared.Remove(this, _token, _watched);
            _readable.Fail(new ObjectDisposedException(nameof(PolledDescriptor)));
            _writable.Fail(new ObjectDisposedException(nameof(PolledDescriptor)));
        }

        Handle.Dispose();
    }

    private async ValueTask WaitAsync(ReadinessWaiter waiter, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ValueTask ready;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            ready = waiter.Start();
            try
            {
                Watch();
            }
            catch (IOException failure)
            {
                waiter.Fail(failure);
            }
        }

        using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (descriptor, waiter) = ((PolledDescriptor, ReadinessWaiter))state!;
                lock (descriptor._gate)
                {
                    waiter.Fail(new OperationCanceledException(token));
                }
            },
            cancellationToken.CanBeCanceled ? (this, waiter) : null);
        await ready;
    }

    private void Watch()
    {
        var events = (_readable.IsWaiting ? Libc.EPOLLIN | Libc.EPOLLRDHUP : 0) | (_writable.IsWaiting ? Libc.EPOLLOUT : 0);
        EventLoop.Shared.Watch(this, _token, events, _watched);
        _watched = true;
    }
}
