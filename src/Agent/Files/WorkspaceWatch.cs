using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Agent.Native;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Journal;
using Microsoft.Win32.SafeHandles;

namespace Agent.Files;

/// <summary>Tells what programs change below /workspace, so that everybody's file tree is live with it.</summary>
internal sealed partial class WorkspaceWatch(
    SandboxFiles files, FileAnnouncer announcer, TimeProvider time, ILogger<WorkspaceWatch> logger) : BackgroundService
{
    /// <summary>Between an event and the look at it: meanwhile the kernel merges what a program writes bit by bit.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    private const int BufferBytes = 64 * 1024;

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on nothing is missed.</summary>
    public Task Started => _started.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(await files.GetRootAsync(stoppingToken), stoppingToken);
        }
        catch (Exception failure) when (failure is AgentException or IOException)
        {
            Log.WatchFailed(logger, failure);
        }
    }

    private async Task WatchAsync(SandboxRoot root, CancellationToken stopping)
    {
        var descriptor = NotifyCalls.Create(NotifyCalls.IN_CLOEXEC | NotifyCalls.IN_NONBLOCK);
        if (descriptor < 0)
        {
            throw FileErrno.Failure("inotify");
        }

        await using var stream = new DescriptorStream(new SafeFileHandle(descriptor, ownsHandle: true));
        var tree = new WatchedTree(root, stream.Handle, SandboxPath.Workspace);
        if (!tree.Start())
        {
            Log.TooManyDirectories(logger, SandboxPath.Workspace.Value);
        }

        _started.TrySetResult();
        var buffer = new byte[BufferBytes];
        var changes = new List<FileChange>();
        while (true)
        {
            var length = await stream.ReadAsync(buffer, stopping);
            do
            {
                Apply(tree, buffer.AsSpan(0, length), changes);
                announcer.AnnounceSeen(root, changes);
                changes.Clear();
            }
            while (stream.TryRead(buffer) is { } more && (length = more) > 0);

            tree.Settle();
            await Task.Delay(Gathering, time, stopping);
        }
    }

    private static void Apply(WatchedTree tree, ReadOnlySpan<byte> events, List<FileChange> changes)
    {
        while (events.Length >= Unsafe.SizeOf<NotifyCalls.Event>())
        {
            var head = MemoryMarshal.Read<NotifyCalls.Event>(events);
            events = events[Unsafe.SizeOf<NotifyCalls.Event>()..];
            var name = events[..(int)head.NameLength];
            events = events[name.Length..];
            tree.Apply(head.Watch, head.Mask, head.Cookie, FileNames.Text(name.TrimEnd((byte)0)), changes);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Changes below {Directory} are not all told: it has more directories than can be watched.")]
        public static partial void TooManyDirectories(ILogger logger, string directory);

        [LoggerMessage(2, LogLevel.Error, "Changes made by programs are not told any more.")]
        public static partial void WatchFailed(ILogger logger, Exception exception);
    }
}
