using Agent.Native;
using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Microsoft.Win32.SafeHandles;

namespace Agent.Files;

/// <summary>The open watches of this sandbox. Each has an inotify instance of its own, of which a user has few (usually 128).</summary>
internal sealed class FileWatches
{
    public const int MostStreams = 8;

    private readonly Lock _gate = new();
    private int _streams;
    private long _number;

    /// <summary>A place for one more stream, until it is disposed of.</summary>
    /// <exception cref="AgentException">There is none.</exception>
    public OpenWatch Take()
    {
        lock (_gate)
        {
            if (_streams >= MostStreams)
            {
                throw new AgentException(ErrorCode.TooManyRequests, $"{MostStreams} watches are open in this sandbox already.");
            }

            _streams++;
            return new(this, $"watch-{++_number}");
        }
    }

    /// <summary>Watches a tree as it is now.</summary>
    /// <exception cref="AgentException">The machine has no instance left, the tree is too large, or it is gone.</exception>
    public static (DescriptorStream Events, WatchedTree Tree) Open(SandboxRoot root, WatchScope scope)
    {
        var descriptor = NotifyCalls.Create(NotifyCalls.IN_CLOEXEC | NotifyCalls.IN_NONBLOCK);
        if (descriptor < 0)
        {
            throw FileErrno.Last == FileErrno.EMFILE
                ? new AgentException(ErrorCode.TooManyRequests, "The machine allows no further watch (fs.inotify.max_user_instances).")
                : FileErrno.Failure("inotify");
        }

        var events = new DescriptorStream(new SafeFileHandle(descriptor, ownsHandle: true));
        try
        {
            var tree = new WatchedTree(root, events.Handle, scope.Top, scope.Tree);
            return !tree.Start() ? throw new AgentException(ErrorCode.QuotaExceeded, TooLarge(scope.Shown))
                : tree.End is not null ? throw FileErrno.Failure(FileErrno.ENOENT, scope.Shown.Value)
                : (events, tree);
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    public static string TooLarge(SandboxPath path) =>
        $"{path} has more directories than can be watched ({WatchedTree.MostDirectories}, or fs.inotify.max_user_watches).";

    private void Free()
    {
        lock (_gate)
        {
            _streams--;
        }
    }

    internal sealed class OpenWatch(FileWatches watches, string id) : IDisposable
    {
        public string Id => id;

        public void Dispose() => watches.Free();
    }
}
