using Ide.Core.Protocol;
using Ide.Web.Gateway;

namespace Ide.Web.Streaming;

/// <summary>The feeds that somebody watches. One that nobody watches any more is kept a while, for who reloads the page.</summary>
internal sealed class Feeds(
    AgentJournal journal, AgentApi api, IAgentDialer dialer, TimeProvider time, ILogger<SandboxFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(10);

    private readonly Dictionary<SandboxId, Entry> _feeds = [];
    private readonly Lock _gate = new();

    /// <summary>The sandbox's feed; the caller gives it back with <see cref="Release"/>.</summary>
    /// <param name="afterSeq">Where a feed that is not there yet begins.</param>
    public SandboxFeed Take(SandboxId sandbox, long afterSeq)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(sandbox, out var entry))
            {
                var feed = new SandboxFeed(sandbox, journal, dialer, new(sandbox, api, time), time, logger);
                _feeds[sandbox] = entry = new(feed);
                feed.Start(afterSeq);
            }

            entry.Viewers++;
            return entry.Feed;
        }
    }

    public void Release(SandboxFeed feed)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(feed.Sandbox, out var entry) && entry.Feed == feed && --entry.Viewers == 0)
            {
                entry.EmptySince = time.GetUtcNow();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Linger / 4, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await EndAsync(TakeOut(entry => entry.Viewers == 0 && entry.EmptySince + Linger <= time.GetUtcNow()));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await EndAsync(TakeOut(static _ => true));
        }
    }

    private static async Task EndAsync(List<SandboxFeed> feeds)
    {
        foreach (var feed in feeds)
        {
            await feed.DisposeAsync();
        }
    }

    private List<SandboxFeed> TakeOut(Func<Entry, bool> isOver)
    {
        lock (_gate)
        {
            List<SandboxFeed> over = [.. _feeds.Values.Where(isOver).Select(static entry => entry.Feed)];
            over.ForEach(feed => _feeds.Remove(feed.Sandbox));
            return over;
        }
    }

    private sealed class Entry(SandboxFeed feed)
    {
        public SandboxFeed Feed { get; } = feed;

        public int Viewers { get; set; }

        public DateTimeOffset EmptySince { get; set; }
    }
}
