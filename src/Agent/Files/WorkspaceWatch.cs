using Agent.Native;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;
using Microsoft.Win32.SafeHandles;

namespace Agent.Files;

/// <summary>
/// Tells what programs change below /workspace, so that everybody's file tree is live with it. What goes wrong with that, for
/// example when the user has no inotify instance left, is tried again for as long as the Agent lives.
/// </summary>
internal sealed partial class WorkspaceWatch(
    SandboxFiles files, FileAnnouncer announcer, TimeProvider time, ILogger<WorkspaceWatch> logger) : BackgroundService
{
    /// <summary>Between an event and the look at it: meanwhile the kernel merges what a program writes bit by bit.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private const int BufferBytes = 64 * 1024;

    private static readonly GrowingPause Pauses = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on nothing is missed.</summary>
    public Task Started => _started.Task;

    /// <summary>Makes an inotify instance; a negative number when there is none to be had.</summary>
    public Func<int> Open { get; init; } = static () => NotifyCalls.Create(NotifyCalls.IN_CLOEXEC | NotifyCalls.IN_NONBLOCK);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; ;)
        {
            try
            {
                await WatchAsync(await files.GetRootAsync(stoppingToken), isFirst: failures == 0, () => failures = 0, stoppingToken);
            }
            catch (Exception failure) when (failure is AgentException or IOException)
            {
                var pause = Pauses.After(++failures);
                Log.WatchFailed(logger, pause, failure);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    /// <param name="isFirst">False: what happened since an earlier watch failed was seen by nobody.</param>
    /// <param name="works">Called when changes have been read.</param>
    private async Task WatchAsync(SandboxRoot root, bool isFirst, Action works, CancellationToken stopping)
    {
        var descriptor = Open();
        if (descriptor < 0)
        {
            throw FileErrno.Failure("inotify");
        }

        await using var stream = new DescriptorStream(new SafeFileHandle(descriptor, ownsHandle: true));
        var tree = new WatchedTree(root, stream.Handle, SandboxPath.Workspace, new());
        if (!tree.Start())
        {
            Log.TooManyDirectories(logger, SandboxPath.Workspace.Value);
        }

        _started.TrySetResult();
        if (!isFirst)
        {
            announcer.AnnounceSeen(root, [new(SandboxPath.Workspace.Value, FileChanges.Overflow)]);
        }

        var buffer = new byte[BufferBytes];
        var changes = new List<TreeChange>();
        while (true)
        {
            var length = await stream.ReadAsync(buffer, stopping);
            do
            {
                tree.Apply(buffer.AsSpan(0, length), changes);
                announcer.AnnounceSeen(root, [.. changes.Select(ToFileChange)]);
                changes.Clear();
            }
            while (stream.TryRead(buffer) is { } more && (length = more) > 0);

            tree.Settle();
            works();
            await Task.Delay(Gathering, time, stopping);
        }
    }

    private static FileChange ToFileChange(TreeChange change) => new(change.Path, change.Kind switch
    {
        TreeChangeKind.Created or TreeChangeKind.MovedTo => FileChanges.Created,
        TreeChangeKind.Deleted or TreeChangeKind.MovedFrom => FileChanges.Deleted,
        TreeChangeKind.Lost => FileChanges.Overflow,
        _ => FileChanges.Modified,
    });

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Changes below {Directory} are not all told: it has more directories than can be watched.")]
        public static partial void TooManyDirectories(ILogger logger, string directory);

        [LoggerMessage(2, LogLevel.Warning, "Changes made by programs are not told for now; it is tried again in {Pause}.")]
        public static partial void WatchFailed(ILogger logger, TimeSpan pause, Exception exception);
    }
}
