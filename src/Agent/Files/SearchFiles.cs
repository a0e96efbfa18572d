using System.Diagnostics;
using System.Text.RegularExpressions;
using Agent.Http;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>
/// Searches a tree and tells matches file by file as they are found; a slow reader slows its own search. Bounded in matches and
/// time; ends with its caller.
/// </summary>
internal sealed class SearchFiles(SandboxRoot root, SearchFilesRequest request, SseWriter sse)
{
    private const int UsualMatches = 10_000, MostMatches = 100_000, MostPerEvent = 200, MostSkippedTold = 100;
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMinutes(2);

    /// <summary>Others want the processor, too, and the reader wants to see something.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <summary>More at once are refused: each has up to 50 MB of file in memory, and wants a processor for itself.</summary>
    private static readonly SemaphoreSlim Places = new(4);

    private readonly long _began = Stopwatch.GetTimestamp();
    private long _id;
    private int _matches, _files, _binary, _notRead;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var most = Math.Clamp(request.MaxMatches ?? UsualMatches, 1, MostMatches);
        var (query, scope) = (new TextQuery(request), new SearchScope(request));
        using var walk = new TreeWalk(root, scope.Enters);
        walk.Start(request.Path);
        if (!await Places.WaitAsync(0, cancellationToken))
        {
            throw new AgentException(ErrorCode.TooManyRequests, "Others are searching this sandbox already; try again in a moment.");
        }

        try
        {
            await sse.StartAsync(cancellationToken);
            Write(new SearchEvent.Started(request.Path));
            var isTruncated = await SearchAsync(walk, scope, new(root, query), most, cancellationToken);
            var duration = (long)Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
            Write(new SearchEvent.Complete(_matches, _files, _binary, _notRead, isTruncated, duration));
        }
        catch (RegexMatchTimeoutException)
        {
            Write(new SearchEvent.Failed(
                "The regular expression takes too long on a line of these files; make it simpler.", ErrorCode.ValidationFailed.ToWire()));
        }
        finally
        {
            Places.Release();
        }

        await sse.FlushAsync(cancellationToken);
    }

    /// <returns>Whether there is more than was told.</returns>
    private async Task<bool> SearchAsync(TreeWalk walk, SearchScope scope, SearchedFile file, int most, CancellationToken cancellationToken)
    {
        var found = new List<SearchMatch>();
        var turn = Stopwatch.GetTimestamp();
        while (walk.TryNext(out var entry))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Closed is { } reason)
            {
                Skip(entry, reason);
            }
            else if (entry.Status.Kind == FileKind.File && scope.Includes(entry.Relative))
            {
                // One more than may be told tells that there is more.
                Count(entry, file.Search(entry, most - _matches + 1, found));
                var isMore = _matches + found.Count > most;
                Tell(entry, file.ETag, isMore ? found[..^1] : found);
                found.Clear();
                if (isMore)
                {
                    return true;
                }
            }

            if (Stopwatch.GetElapsedTime(turn) > Turn)
            {
                if (Stopwatch.GetElapsedTime(_began) > LongestSearch)
                {
                    return true;
                }

                await sse.FlushAsync(cancellationToken);
                await Task.Yield();
                turn = Stopwatch.GetTimestamp();
            }
        }

        return false;
    }

    private void Count(WalkedEntry entry, Unsearched why)
    {
        switch (why)
        {
            case Unsearched.No:
                _files++;
                break;
            case Unsearched.Binary:
                _binary++;
                break;
            case Unsearched.Large:
                Skip(entry, $"It is larger than {SearchedFile.MostBytes >> 20} MiB.");
                break;
            default:
                Skip(entry, "It may not be read.");
                break;
        }
    }

    private void Skip(WalkedEntry entry, string reason)
    {
        if (++_notRead <= MostSkippedTold)
        {
            Write(new SearchEvent.Skipped(PathOf(entry), reason));
        }
    }

    private void Tell(WalkedEntry entry, string etag, List<SearchMatch> found)
    {
        _matches += found.Count;
        foreach (var some in found.Chunk(MostPerEvent))
        {
            Write(new SearchEvent.InFile(PathOf(entry), etag, some));
        }
    }

    private SandboxPath PathOf(WalkedEntry entry) => request.Path.Resolve(entry.Relative);

    private void Write(SearchEvent value) => sse.Write(++_id, value, SearchJson.Relaxed.SearchEvent);
}
