namespace Agent.Native;

/// <summary>
/// A program that the launcher started, and the tree of processes that descends from it. The launcher alone waits for it
/// and knows whether its pid is still its own, so a signal never reaches a stranger.
/// </summary>
internal sealed class SpawnedProcess : IAsyncDisposable
{
    private readonly WardenLine _line;
    private readonly ChildStreams _streams;
    private readonly Task _reading;

    public SpawnedProcess(int pid, ulong startTime, WardenLine line, ChildStreams streams, PseudoTerminal? terminal)
    {
        (Pid, StartTime, Terminal) = (pid, startTime, terminal);
        (_line, _streams) = (line, streams);
        _reading = line.RunAsync();
    }

    /// <summary>As user code sees it.</summary>
    public int Pid { get; }

    /// <summary>Clock ticks since boot.</summary>
    public ulong StartTime { get; }

    /// <summary>Where to write what it reads; null without <see cref="StandardInput.Pipe"/>. Disposal is the end of file.</summary>
    public DescriptorStream? Input => _streams.Input;

    /// <summary>Its standard output; not there with a terminal or a descriptor of the caller's at 1.</summary>
    public DescriptorStream Output => _streams.Output ?? throw new InvalidOperationException("Its output is not a pipe.");

    /// <summary>Its standard error; not there with a terminal or a descriptor of the caller's at 2.</summary>
    public DescriptorStream Error => _streams.Error ?? throw new InvalidOperationException("Its errors are not a pipe.");

    public PseudoTerminal? Terminal { get; }

    /// <summary>
    /// How the program itself ended; never faults. What it started may live on, and its output may not be read to the
    /// end yet.
    /// </summary>
    public Task<ProcessExit> Exited => _line.Exited;

    /// <summary>Nothing of the whole tree is left; never faults.</summary>
    public Task Ended => _reading;

    /// <returns>Whom it reached. Nobody is no error: a process may end at any time.</returns>
    /// <exception cref="IOException">The kernel refused, for instance a number that is no signal.</exception>
    public Task<SignalOutcome> SignalAsync(int signal, SignalScope scope, CancellationToken cancellationToken) =>
        SignalAsync(new(Protocol.OperationKind.Signal, 0, signal, (uint)scope, 0, 0, 0), [], cancellationToken);

    /// <summary>The same for a process somewhere in the tree; one that has ended, or is none of this tree, gets nothing.</summary>
    public Task<SignalOutcome> SignalAsync(
        ProcessSnapshot target, int signal, SignalScope scope, CancellationToken cancellationToken) =>
        SignalAsync(
            new(Protocol.OperationKind.Signal, 0, signal, (uint)scope, target.Pid, 0, target.StartTime), [], cancellationToken);

    /// <summary>
    /// Signals all of the tree but the program itself and what <paramref name="before"/>, an earlier
    /// <see cref="ListTreeAsync"/>, holds, with its descendants: for a shell, what the command started that runs now.
    /// </summary>
    /// <remarks>
    /// An orphan of an earlier background job belongs to that job while it is in a process group or session of it. In a
    /// shell without job control all share the shell's; then an orphan that was born after <paramref name="before"/>
    /// counts as the command's.
    /// </remarks>
    public Task<SignalOutcome> SignalSinceAsync(
        IReadOnlyList<ProcessSnapshot> before, int signal, CancellationToken cancellationToken)
    {
        const uint since = 4;
        IReadOnlyList<ProcessSnapshot> spared = [.. before.Where(process => process.Pid != Pid).Take(Protocol.MostSpared)];
        return SignalAsync(new(Protocol.OperationKind.Signal, 0, signal, since, 0, 0, 0), spared, cancellationToken);
    }

    /// <summary>The program and all that descends from it, orphans and daemons too, without what has ended.</summary>
    public async Task<IReadOnlyList<ProcessSnapshot>> ListTreeAsync(CancellationToken cancellationToken)
    {
        var tree = new List<ProcessSnapshot>();
        await _line.AskAsync(new(Protocol.OperationKind.List, 0, 0, 0, 0, 0, 0), [], tree, cancellationToken);
        return tree;
    }

    /// <summary>Ends the whole tree (KILL) and closes the streams, without waiting until the last process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _line.Dispose();
        _streams.Dispose();
        Terminal?.Dispose();
        await _reading;
    }

    private async Task<SignalOutcome> SignalAsync(
        Protocol.Operation operation, IReadOnlyList<ProcessSnapshot> spared, CancellationToken cancellationToken) =>
        await _line.AskAsync(operation, spared, null, cancellationToken) switch
        {
            null or { X: Errno.ESRCH } => default,
            { X: 0 } done => new SignalOutcome(done.A, done.B),
            { } refused => throw new IOException($"kill: {Errno.Describe((int)refused.X)}", (int)refused.X),
        };
}
