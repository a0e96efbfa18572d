using Ide.Core.Protocol;
using Ide.Core.Sandboxes;
using Ide.Core.Streams;
using Ide.Web.Gateway;

namespace Ide.Web.Streaming;

/// <summary>
/// One sandbox's events on this server: one subscription to the Agent's journal, however many people watch. What comes is
/// put into the shared ring once; a lost Agent is looked for again, with growing pauses, one that has died is started again, and
/// everybody is told.
/// </summary>
internal sealed partial class SandboxFeed(
    SandboxId sandbox,
    AgentJournal journal,
    IAgentDialer dialer,
    PresenceBoard presence,
    TimeProvider time,
    ILogger<SandboxFeed> logger) : IAsyncDisposable
{
    /// <summary>Held for viewers that are a little behind, a few seconds of a flood.</summary>
    public const int RingBytes = 8 * 1024 * 1024;

    private static readonly GrowingPause Pauses = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
    private static readonly TimeSpan LookForStopped = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public SandboxId Sandbox { get; } = sandbox;

    public EventRing Ring { get; } = new(RingBytes);

    /// <summary>Raised after each change of the ring or the state.</summary>
    public Signal Changed { get; } = new();

    public FeedState State { get; private set; } = new(FeedConnection.Connecting, null, null);

    /// <summary>True: the ring's end is the journal's end.</summary>
    public bool IsLive { get; private set; }

    public PresenceBoard People { get; } = presence;

    /// <param name="afterSeq">Where the first viewer begins: what it reads as history, the feed need not read a second time.</param>
    public void Start(long afterSeq)
    {
        Ring.StartAfter(afterSeq);
        _loop = RunAsync(_stopping.Token);
        People.Start();
    }

    /// <summary>Says that somebody watches until the result is disposed.</summary>
    public IDisposable Use() => dialer.Use(Sandbox);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await People.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await FindAgentAsync(stopping) is { } identity)
                {
                    await FollowAsync(identity, () => failures = 0, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception.IsLossOfAgent)
            {
                Log.Lost(logger, Sandbox, exception.Message);
            }
            catch (Exception exception)
            {
                Log.Failed(logger, Sandbox, exception);
            }

            Become(FeedConnection.Reconnecting, "The sandbox does not answer; trying again.");
            await Task.Delay(Pauses.After(++failures), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for a sandbox that was stopped, without waking it, and has one that has died started again.</summary>
    private async Task<AgentIdentity?> FindAgentAsync(CancellationToken stopping)
    {
        while (true)
        {
            if (await dialer.FindAsync(Sandbox, stopping) is { } identity)
            {
                return identity;
            }

            var pause = LookForStopped;
            switch (dialer.Watch(Sandbox))
            {
                case SandboxSighting.Here:
                    continue;
                case SandboxSighting.Died { Attempt: var attempt }:
                    Become(FeedConnection.Restarting, attempt == 1
                        ? "The sandbox ended unexpectedly and is being started again."
                        : $"The sandbox ended unexpectedly {attempt} times in a row. It is being started again.");
                    await dialer.ReviveAsync(Sandbox, stopping);
                    pause = Pauses.First;
                    break;
                case SandboxSighting.Failed { Reason: var reason }:
                    Become(FeedConnection.Failed, reason);
                    break;
                default:
                    Become(FeedConnection.Stopped, "The sandbox is stopped, and its terminals have ended. Anything else that you do in it starts it again.");
                    break;
            }

            if (dialer.Watch(Sandbox) is not SandboxSighting.Here)
            {
                await Task.Delay(pause, time, stopping);
            }
        }
    }

    private async Task FollowAsync(AgentIdentity identity, Action answered, CancellationToken stopping)
    {
        if (State.JournalId is { } known && known != identity.JournalId)
        {
            Ring.Restart();
        }

        await using var stream = await journal.OpenAsync(Sandbox, Ring.LastSeq, follow: true, stopping);
        answered();
        Become(FeedConnection.Live, null, identity.JournalId);
        People.TellAgain();
        while (await stream.Chunks.ReadAsync(stopping) is { } chunk)
        {
            if (stream.Chunks.IsRewound)
            {
                Ring.Restart();
                Changed.Raise();
                return;
            }

            IsLive = stream.Chunks.IsCaughtUp;
            if (chunk.Starts.Length > 0)
            {
                Ring.Append(chunk);
            }

            Changed.Raise();
        }
    }

    private void Become(FeedConnection connection, string? detail, string? journalId = null)
    {
        if (connection != FeedConnection.Live)
        {
            IsLive = false;
        }

        var next = new FeedState(connection, detail, journalId ?? State.JournalId);
        if (next != State)
        {
            State = next;
            Changed.Raise();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The feed of sandbox {Sandbox} was lost: {Reason}")]
        public static partial void Lost(ILogger logger, SandboxId sandbox, string reason);

        [LoggerMessage(2, LogLevel.Error, "The feed of sandbox {Sandbox} failed.")]
        public static partial void Failed(ILogger logger, SandboxId sandbox, Exception exception);
    }
}
