using Agent.Http;
using Agent.Native;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>
/// Tells what changes at a path until its caller goes. It reads on only when the client has taken what was sent: for a slow one
/// the kernel keeps its own bounded queue, and when that is full the client is told to look again.
/// </summary>
internal sealed class WatchFiles(SandboxRoot root, WatchFilesRequest request, FileWatches watches, SseWriter sse, TimeProvider time)
{
    /// <summary>Between an event and the look at it: meanwhile the kernel merges what a program writes bit by bit.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private const int BufferBytes = 64 * 1024;

    private readonly List<TreeChange> _changes = [];
    private readonly HashSet<string> _modified = [];
    private long _id;

    /// <param name="ending">The Agent ends: so does a stream that waits, or it would hold up the end.</param>
    public async Task RunAsync(CancellationToken ending, CancellationToken cancellationToken)
    {
        var scope = new WatchScope(root, request);
        using var place = watches.Take();
        var (events, tree) = FileWatches.Open(root, scope);
        await using var closing = events;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending, cancellationToken);

        await sse.StartAsync(cancellationToken);
        Write(new WatchEvent.Watching(scope.Shown, place.Id));
        string reason;
        try
        {
            await sse.FlushAsync(either.Token);
            reason = await FollowAsync(events, tree, scope, either.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            reason = "The sandbox stops.";
        }

        Write(new WatchEvent.Stopped(reason));
        await sse.FlushAsync(cancellationToken);
    }

    /// <returns>Why it is over.</returns>
    private async Task<string> FollowAsync(DescriptorStream events, WatchedTree tree, WatchScope scope, CancellationToken stopping)
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var length = await sse.KeepAliveWhileAsync(events.ReadAsync(buffer, stopping), stopping);
            do
            {
                tree.Apply(buffer.AsSpan(0, length), _changes);
                await TellAsync(scope, stopping);
                if (ReasonToStop(tree, scope) is { } reason)
                {
                    return reason;
                }
            }
            while (events.TryRead(buffer) is { } more && (length = more) > 0);

            tree.Settle();
            await sse.FlushAsync(stopping);
            await Task.Delay(Gathering, time, stopping);
        }
    }

    private async ValueTask TellAsync(WatchScope scope, CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        foreach (var change in _changes)
        {
            if (!IsRepeated(change) && scope.Tell(change, now) is { } told)
            {
                Write(told);
            }

            await sse.FlushLargeAsync(stopping);
        }

        _changes.Clear();
        _modified.Clear();
    }

    /// <summary>A write and the close after it are one.</summary>
    private bool IsRepeated(TreeChange change)
    {
        if (change.Kind == TreeChangeKind.Modified)
        {
            return !_modified.Add(change.Path);
        }

        _modified.Remove(change.Path);
        return false;
    }

    private static string? ReasonToStop(WatchedTree tree, WatchScope scope)
    {
        var what = scope.IsDirectory ? scope.Shown.Value : $"The directory of {scope.Shown}";
        return tree.End switch
        {
            TreeEnd.Deleted => $"{what} was deleted.",
            TreeEnd.MovedAway => $"{what} was moved away.",
            _ => tree.IsWhole ? null : FileWatches.TooLarge(scope.Shown),
        };
    }

    private void Write(WatchEvent value) => sse.Write(++_id, value, WatchJson.Relaxed.WatchEvent);
}
