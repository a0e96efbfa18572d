using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Agent.Native;

/// <summary>
/// The Agent's end of the control socket to <c>ide-launcher serve</c>, which starts every program of the user. Calls may
/// come from any thread, many at once; each talks to its own warden, so none waits for another's.
/// </summary>
internal sealed class Launcher : IAsyncDisposable
{
    /// <summary>Descriptors under way in sockets count against the limit of open files, hence a bound.</summary>
    private const int StartsAtOnce = 32;

    private readonly PacketSocket _control;
    private readonly SemaphoreSlim _starting = new(StartsAtOnce);
    private readonly TaskCompletionSource<int> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SafeFileHandle> _root = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Launcher(SafeFileHandle socket)
    {
        _control = new PacketSocket(socket);
        Lost = WatchAsync();
    }

    /// <summary>Takes the socket over. Requests may be made at once; they wait for the inner world to come up.</summary>
    public static Launcher Connect(SafeFileHandle socket) => new(socket);

    /// <summary>
    /// The launcher's pid in its own namespace: the inner world is up. Cancelled when it ended, or spoke another version
    /// of the protocol, before that.
    /// </summary>
    public Task<int> Ready => _ready.Task;

    /// <summary>
    /// The <c>/</c> that user code sees, opened with O_PATH: below it, paths mean what they mean to user code. Whoever
    /// takes it owns it. Cancelled as <see cref="Ready"/> is.
    /// </summary>
    public Task<SafeFileHandle> Root => _root.Task;

    /// <summary>Completes, without fault, when the inner world is gone. Nothing that was started is alive then.</summary>
    public Task Lost { get; }

    /// <exception cref="SpawnException">The program could not be started.</exception>
    public async Task<SpawnedProcess> SpawnAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            return await StartAsync(request, cancellationToken);
        }
        catch (IOException failure)
        {
            throw new SpawnException(SpawnStage.Launcher, failure.HResult);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Cheap enough for once a second. Null when the inner world is gone.</summary>
    public async Task<WorldStatistics?> GetStatisticsAsync(CancellationToken cancellationToken)
    {
        using var line = await SendAsync(Protocol.CommandKind.Statistics, [], cancellationToken);
        return line is not null && await line.ReceiveFirstAsync(cancellationToken) is { Report: { Kind: Protocol.ReportKind.Statistics } report }
            ? new WorldStatistics(report.A, (long)report.X, (long)report.Y, TimeSpan.FromMicroseconds(report.Z))
            : null;
    }

    /// <summary>Lets the launcher go: it ends with everything that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Lost;
    }

    private async Task<SpawnedProcess> StartAsync(SpawnRequest request, CancellationToken cancellationToken)
    {
        WardenLine? line = null;
        var streams = new ChildStreams(request);
        try
        {
            using var encoded = DescriptorPair.MemoryFile(
                SpawnRequestEncoder.Encode(request, [.. streams.Installed.Select(installed => installed.Number)]).Span);
            line = await SendAsync(
                Protocol.CommandKind.Spawn, [encoded, .. streams.Installed.Select(installed => installed.Handle)], cancellationToken);
            streams.CloseTheirs();
            var first = line is null ? null : await line.ReceiveFirstAsync(cancellationToken);
            return first switch
            {
                { Report: { Kind: Protocol.ReportKind.Started, A: > 0 } started } => Take(started, first.Value.Descriptor),
                { Report: { Kind: Protocol.ReportKind.Failed } failed } => throw new SpawnException((SpawnStage)failed.A, failed.B),
                _ => throw new SpawnException(SpawnStage.Launcher, Errno.ECONNRESET),
            };
        }
        catch
        {
            line?.Dispose();
            streams.Dispose();
            throw;
        }

        SpawnedProcess Take(Protocol.Report started, SafeFileHandle? master) =>
            new(started.A, started.X, line!, streams, master is null ? null : new PseudoTerminal(master, line!));
    }

    /// <returns>The line to the process that deals with the command; null when the launcher is gone.</returns>
    private async Task<WardenLine?> SendAsync(
        Protocol.CommandKind kind, IReadOnlyList<SafeFileHandle> descriptors, CancellationToken cancellationToken)
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using (theirs)
        {
            var line = new WardenLine(ours);
            try
            {
                var message = new byte[Marshal.SizeOf<Protocol.Command>()];
                MemoryMarshal.Write(message, new Protocol.Command(Protocol.Magic, kind));
                if (await _control.SendAsync(message, [theirs, .. descriptors], cancellationToken))
                {
                    return line;
                }
            }
            catch (ObjectDisposedException)
            {
                // We let the launcher go meanwhile.
            }
            catch
            {
                line.Dispose();
                throw;
            }

            line.Dispose();
            return null;
        }
    }

    /// <summary>The launcher says hello, and then nothing more: what comes next is its end.</summary>
    private async Task WatchAsync()
    {
        var buffer = new byte[Marshal.SizeOf<Protocol.Hello>()];
        try
        {
            while (await _control.ReceiveAsync(buffer, CancellationToken.None) is { Length: > 0 } received)
            {
                var hello = received.Length == buffer.Length ? MemoryMarshal.Read<Protocol.Hello>(buffer) : default;
                if (hello is not { Magic: Protocol.Magic, Version: Protocol.Version } || received.Descriptor is null
                    || !_root.TrySetResult(received.Descriptor))
                {
                    received.Descriptor?.Dispose();
                    break;
                }

                _ready.TrySetResult(hello.Pid);
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or IOException)
        {
            // Gone in another way.
        }

        _control.Dispose();
        _ready.TrySetCanceled();
        _root.TrySetCanceled();
    }
}
