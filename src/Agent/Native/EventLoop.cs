using System.Collections.Concurrent;

namespace Agent.Native;

/// <summary>
/// The one thread that waits for all pipes, terminals and launcher sockets of the process. It only says that a
/// descriptor became ready; whoever waited reads or writes on a pool thread.
/// </summary>
/// <remarks>
/// Level-triggered and one-shot: a descriptor is watched only while somebody waits for it, so a program that floods its
/// pipe costs no wake-ups beyond the reader's own. Sources are found by a number that is never used twice, so an event
/// that was fetched just before its descriptor was closed finds nobody.
/// </remarks>
internal sealed unsafe class EventLoop
{
    private const int EventsPerWait = 256;

    private readonly ConcurrentDictionary<long, PolledDescriptor> _sources = new();
    private readonly int _epoll;
    private long _lastToken;

    private EventLoop()
    {
        _epoll = Libc.CreateEpoll(Libc.EPOLL_CLOEXEC);
        if (_epoll < 0)
        {
            throw Libc.Failure("epoll_create1");
        }

        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "descriptors" }.Start();
    }

    public static EventLoop Shared { get; } = new();

    public long Add(PolledDescriptor source)
    {
        var token = Interlocked.Increment(ref _lastToken);
        _sources[token] = source;
        return token;
    }

    public void Remove(PolledDescriptor source, long token, bool watched)
    {
        _sources.TryRemove(token, out _);
        if (watched)
        {
            Libc.ControlEpoll(_epoll, Libc.EPOLL_CTL_DEL, source.Handle, null);
        }
    }

    public void Watch(PolledDescriptor source, long token, uint events, bool watched)
    {
        var wanted = new Libc.EpollEvent { Events = events | Libc.EPOLLONESHOT, Token = token };
        var operation = watched ? Libc.EPOLL_CTL_MOD : Libc.EPOLL_CTL_ADD;
        if (Libc.ControlEpoll(_epoll, operation, source.Handle, &wanted) != 0)
        {
            throw Libc.Failure("epoll_ctl");
        }
    }

    private void Run()
    {
        var ready = stackalloc Libc.EpollEvent[EventsPerWait];
        while (true)
        {
            var count = Libc.WaitEpoll(_epoll, ready, EventsPerWait, -1);
            for (var i = 0; i < count; i++)
            {
                if (_sources.TryGetValue(ready[i].Token, out var source))
                {
                    source.BecameReady(ready[i].Events);
                }
            }
        }
    }
}
