using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Journal;
using Ide.Web.Accounts;

namespace Ide.Web.Streaming;

/// <summary>What one hub connection has joined: at most one sandbox, with the loop that sends its events.</summary>
internal sealed class HubConnection(Feeds feeds, AgentJournal journal, ILogger<Viewer> logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private Membership? _present;

    /// <summary>The sandbox that was joined; null before the first Join.</summary>
    public SandboxId? Sandbox => _present?.Feed.Sandbox;

    /// <summary>Replaces what was joined before; returns when nothing of that is under way any more.</summary>
    public async Task JoinAsync(
        SandboxId sandbox, Caller caller, Role role, long afterSeq, long historyAfter, ISandboxViewer browser, CancellationToken aborted)
    {
        await _gate.WaitAsync(aborted);
        try
        {
            await EndAsync();
            var feed = feeds.Take(sandbox, Math.Max(afterSeq, historyAfter));
            var page = feed.People.Enter(caller, role);
            var stopping = CancellationTokenSource.CreateLinkedTokenSource(aborted);
            var loop = new Viewer(feed, journal, browser, afterSeq, historyAfter, logger).RunAsync(stopping.Token);
            _present = new(feed, feed.Use(), page, stopping, loop);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Where the page's person looks.</summary>
    public void Look(PresenceLook? look, bool isAway)
    {
        if (_present is { } present)
        {
            present.Feed.People.Look(present.Page, look, isAway);
        }
    }

    public async Task LeaveAsync()
    {
        await _gate.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _gate.Dispose();
    }

    private async Task EndAsync()
    {
        if (_present is not { } present)
        {
            return;
        }

        _present = null;
        await present.Stopping.CancelAsync();
        await present.Loop;
        present.Stopping.Dispose();
        present.Feed.People.Leave(present.Page);
        present.Use.Dispose();
        feeds.Release(present.Feed);
    }

    private sealed record Membership(SandboxFeed Feed, IDisposable Use, PresencePage Page, CancellationTokenSource Stopping, Task Loop);
}
