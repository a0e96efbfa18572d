using System.Diagnostics;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>The files of a tree by nothing but their paths: what one chooses a file from. Links are left out and not followed.</summary>
internal static class ListPaths
{
    /// <summary>Others want the processor, too.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    public static async Task<ListPathsAnswer> RunAsync(
        SandboxRoot root, ListPathsRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        using var walk = new TreeWalk(root, relative => request.Everywhere || !SearchScope.IsByTools(Path.GetFileName(relative)));
        walk.Start(request.Path);
        var turn = Stopwatch.GetTimestamp();
        var truncated = false;
        while (!truncated && walk.TryNext(out var entry))
        {
            if (entry.Status.Kind == FileKind.File)
            {
                truncated = paths.Count == ListPathsAnswer.MostPaths;
                if (!truncated)
                {
                    paths.Add(entry.Relative);
                }
            }

            if (Stopwatch.GetElapsedTime(turn) > Turn)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
                turn = Stopwatch.GetTimestamp();
            }
        }

        return new(true, request.Path, [.. paths.OrderBy(static path => path.Count('/'))], paths.Count, truncated, now);
    }
}
