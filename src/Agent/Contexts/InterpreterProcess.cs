using Agent.Native;

namespace Agent.Contexts;

/// <summary>How an interpreter's process ended.</summary>
/// <param name="IsKnown">False: nobody saw it, since the process that could have is gone too.</param>
internal readonly record struct InterpreterExit(int ExitCode, int Signal, bool IsKnown = true);

/// <summary>The process of an interpreter, started by itself or forked. The hierarchy is closed: nested and sealed.</summary>
internal abstract class InterpreterProcess : IAsyncDisposable
{
    private InterpreterProcess() { }

    /// <summary>As user code sees it.</summary>
    public abstract int Pid { get; }

    /// <summary>Never faults.</summary>
    public abstract Task<InterpreterExit> Exited { get; }

    /// <summary>An interrupt to the process and what it waits for.</summary>
    public abstract Task InterruptAsync(CancellationToken cancellationToken);

    /// <summary>Ends the process and everything that it started.</summary>
    public abstract Task KillAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Started from nothing.</summary>
    public sealed class Spawned(SpawnedProcess process) : InterpreterProcess
    {
        public override int Pid => process.Pid;

        public override Task<InterpreterExit> Exited { get; } = TellAsync(process);

        public override Task InterruptAsync(CancellationToken cancellationToken) =>
            process.SignalAsync(Signals.Int, SignalScope.Group, cancellationToken);

        public override Task KillAsync() => process.SignalAsync(Signals.Kill, SignalScope.Tree, CancellationToken.None);

        public override ValueTask DisposeAsync() => process.DisposeAsync();

        private static async Task<InterpreterExit> TellAsync(SpawnedProcess process)
        {
            var exit = await process.Exited;
            return new(exit.ExitCode, exit.Signal, !exit.Lost);
        }
    }

    /// <summary>Forked from a fork server, in whose tree it is; the server may be gone.</summary>
    public sealed class Forked(ForkServer server, ProcessSnapshot process, Task<InterpreterExit> exited) : InterpreterProcess
    {
        private int _isReleased;

        public override int Pid => process.Pid;

        public override Task<InterpreterExit> Exited => exited;

        public override Task InterruptAsync(CancellationToken cancellationToken) =>
            server.Process.SignalAsync(process, Signals.Int, SignalScope.Group, cancellationToken);

        public override Task KillAsync() =>
            server.Process.SignalAsync(process, Signals.Kill, SignalScope.Tree, CancellationToken.None);

        public override async ValueTask DisposeAsync()
        {
            await KillAsync();
            if (Interlocked.Exchange(ref _isReleased, 1) == 0)
            {
                server.Release();
            }
        }
    }
}
