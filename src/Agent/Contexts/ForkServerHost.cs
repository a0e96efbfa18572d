using Agent.Native;

namespace Agent.Contexts;

/// <summary>
/// Sees to it that there is a fork server when Python is used: started in the background at the first sign of it, ended
/// when nothing has been forked for <see cref="IdleTime"/> and nothing forked lives.
/// </summary>
internal sealed partial class ForkServerHost(
    Launcher launcher, KernelFiles files, InterpreterEnvironment environment, TimeProvider time,
    ILogger<ForkServerHost> logger) : IAsyncDisposable
{
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    /// <summary>A server whose imports hang must not keep others from being tried.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    /// <summary>Where the driver's modules and the server's socket are put.</summary>
    private const int ModulesDescriptor = 3, SocketDescriptor = 4;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _letGo = [];
    private Task _keeping = Task.CompletedTask;
    private ForkServer? _server;
    private long _lastUse;

    /// <summary>Contexts can be forked now.</summary>
    public bool IsReady => Volatile.Read(ref _server)?.IsReady == true;

    /// <summary>Starts the server unless it runs or is being started. Returns at once.</summary>
    public void Warm()
    {
        lock (_gate)
        {
            _lastUse = time.GetTimestamp();
            if (_keeping.IsCompleted && !_stopping.IsCancellationRequested)
            {
                _keeping = Task.Run(KeepAsync); // catches and logs what can go wrong in it
            }
        }
    }

    /// <returns>The server, if contexts can be forked from it now.</returns>
    public ForkServer? Use()
    {
        Warm();
        var server = Volatile.Read(ref _server);
        return server?.IsReady == true ? server : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping;
        await Task.WhenAll(_letGo);
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            var server = await StartAsync();
            Volatile.Write(ref _server, server);
            await server.Ready.WaitAsync(StartTime, time, _stopping.Token);
            Log.Started(logger);
            while (!server.OutOfUse.IsCompleted && !IsIdle(server))
            {
                await Task.WhenAny(server.OutOfUse, Task.Delay(Sweep, time, _stopping.Token));
                _stopping.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // It ended before it was ready, or the Agent ends.
        }
        catch (Exception exception) when (exception is SpawnException or IOException or TimeoutException)
        {
            // Contexts start cold then, and say themselves what is missing.
            Log.NotStarted(logger, exception);
        }

        if (Interlocked.Exchange(ref _server, null) is { } used)
        {
            _letGo.Add(LetGoAsync(used));
            _letGo.RemoveAll(static task => task.IsCompleted);
        }
    }

    private bool IsIdle(ForkServer server) => server.Users == 0 && time.GetElapsedTime(Volatile.Read(ref _lastUse)) >= IdleTime;

    private async Task<ForkServer> StartAsync()
    {
        var (ours, theirs) = DescriptorPair.PacketSocket();
        using var modules = KernelFiles.OpenPythonModules();
        using (theirs)
        {
            var variables = environment.For(null);
            try
            {
                var process = await launcher.SpawnAsync(
                    new()
                    {
                        Arguments =
                        [
                            "python3", "-c", files.PythonBootstrap, $"{ModulesDescriptor}", "forkserver", "--socket", $"{SocketDescriptor}",
                        ],
                        Environment = variables,
                        WorkingDirectory = "/",
                        Descriptors = [(ModulesDescriptor, modules), (SocketDescriptor, theirs)],
                    },
                    _stopping.Token);
                _ = DrainAsync(process.Output); // ends with the process
                _ = DrainAsync(process.Error);
                return new(process, new(ours), variables);
            }
            catch
            {
                ours.Dispose();
                throw;
            }
        }
    }

    /// <summary>What a library says while it is imported is for nobody, but must not fill the pipe.</summary>
    private static async Task DrainAsync(DescriptorStream stream)
    {
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // Read on.
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process is gone.
        }
    }

    /// <summary>Its contexts live on in its tree: the tree is let go when the last of them is.</summary>
    private async Task LetGoAsync(ForkServer server)
    {
        try
        {
            while (server.Users > 0 && !_stopping.IsCancellationRequested)
            {
                await Task.Delay(Sweep, time, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The Agent ends, and with it everything that it started.
        }

        await server.DisposeAsync();
        Log.Ended(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "The fork server for Python is ready.")]
        public static partial void Started(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "The fork server for Python could not be started; contexts start cold.")]
        public static partial void NotStarted(ILogger logger, Exception exception);

        [LoggerMessage(3, LogLevel.Debug, "The fork server for Python ended.")]
        public static partial void Ended(ILogger logger);
    }
}
