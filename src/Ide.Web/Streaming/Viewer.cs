using System.Text;

namespace Ide.Web.Streaming;

/// <summary>
/// One connection's view of a feed: its own place in the ring and one loop that waits for each message to be taken before it
/// reads the next. A viewer that does not read holds up this loop and nothing else; the ring goes on without it, and what
/// it has missed it gets from the Agent's journal.
/// </summary>
internal sealed partial class Viewer(
    SandboxFeed feed, AgentJournal journal, ISandboxViewer browser, long afterSeq, long historyAfter, ILogger logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly ViewerCursor _cursor = new(Math.Max(afterSeq, historyAfter), feed.Ring.Generation);
    private FeedState? _toldState;
    private bool _isCaughtUp;

    /// <summary>Sends until the token ends it; never throws. What it cannot get over ends the connection: its page then joins anew.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var changed = feed.Changed.Next;
                if (!await SendNextAsync(stopping))
                {
                    await changed.WaitAsync(stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception.IsLossOfAgent)
            {
                Log.HistoryFailed(logger, feed.Sandbox, exception.Message);
                await Task.Delay(PauseAfterFailure, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception exception)
            {
                Log.Failed(logger, feed.Sandbox, exception);
                browser.Abort();
                return;
            }
        }
    }

    /// <returns>False when there is nothing to send.</returns>
    private async Task<bool> SendNextAsync(CancellationToken stopping)
    {
        var state = feed.State;
        if (state != _toldState)
        {
            _toldState = state;
            _isCaughtUp &= state.Connection == FeedConnection.Live;
            await browser.State(state);
        }

        switch (feed.Ring.Read(_cursor, out var batch))
        {
            case RingRead.Got:
                await browser.Events(batch);
                return true;
            case RingRead.Behind when state.Connection != FeedConnection.Live:
                // What is missed stands in the journal of a sandbox that is stopped or away: it comes when that runs again.
                return false;
            case RingRead.Behind:
                await SendHistoryAsync(stopping);
                return true;
            case RingRead.Restarted:
                _cursor.Generation = feed.Ring.Generation;
                _cursor.Position = null;
                _cursor.Seq = historyAfter;
                _isCaughtUp = false;
                await browser.Reset(state.JournalId ?? "");
                return true;
            default:
                return await SendCaughtUpAsync(stopping);
        }
    }

    /// <summary>
    /// Once after joining, and again after the sandbox was away or its past replaced: who is here, and that what follows is live.
    /// </summary>
    private async Task<bool> SendCaughtUpAsync(CancellationToken stopping)
    {
        if (_isCaughtUp || !feed.IsLive)
        {
            return false;
        }

        _isCaughtUp = true;
        await browser.Events(new(feed.People.Snapshot()));
        var sign = $$"""[{"at":"{{DateTimeOffset.UtcNow:O}}","actor":"system","type":"caught_up","lastSeq":{{_cursor.Seq}}}]""";
        await browser.Events(new(Encoding.UTF8.GetBytes(sign)));
        return true;
    }

    /// <summary>Reads on from the Agent until the ring reaches back to where this viewer is.</summary>
    private async Task SendHistoryAsync(CancellationToken stopping)
    {
        await using var stream = await journal.OpenAsync(feed.Sandbox, _cursor.Seq, follow: false, stopping);
        while (!feed.Ring.Reaches(_cursor.Seq) && await stream.Chunks.ReadAsync(stopping) is { } chunk)
        {
            if (stream.Chunks.IsRewound)
            {
                // The feed meets the new past as well, and then says so to everybody.
                await Task.Delay(PauseAfterFailure, stopping);
                return;
            }

            if (chunk.Starts.Length > 0)
            {
                await browser.Events(chunk.Whole);
            }

            _cursor.Seq = chunk.LastSeq;
            _cursor.Position = null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A viewer of sandbox {Sandbox} could not read on from the journal: {Reason}")]
        public static partial void HistoryFailed(ILogger logger, Ide.Core.Protocol.SandboxId sandbox, string reason);

        [LoggerMessage(2, LogLevel.Error, "A viewer of sandbox {Sandbox} failed.")]
        public static partial void Failed(ILogger logger, Ide.Core.Protocol.SandboxId sandbox, Exception exception);
    }
}
