using System.Text;
using Agent.Native;
using Agent.Runs;
using Agent.Sessions;
using Ide.Core.Protocol.Journal;

namespace Agent.Processes;

/// <summary>
/// A program of its own that carries out a run: a fresh shell, a program without a shell, a background process. The run
/// ends when the program has and all that it wrote until then has been taken.
/// </summary>
internal sealed class ProgramRun(Launcher launcher, Run run, TimeProvider time)
{
    private SpawnedProcess? _process;

    /// <summary>Why it could not be started; null when it could.</summary>
    public SpawnException? Refusal { get; private set; }

    /// <summary>As user code sees it; null before the start.</summary>
    public int? Pid => _process?.Pid;

    /// <summary>Where to write what it reads; null: nothing can be written.</summary>
    public DescriptorStream? Input => _process?.Input;

    /// <summary>Held by who writes to <see cref="Input"/>: what two people send at once must arrive one after the other.</summary>
    public SemaphoreSlim InputGate { get; } = new(1);

    /// <summary>Starts it; from then on <see cref="Run.Completion"/> tells its end.</summary>
    /// <param name="input">All that it reads, from now on this one's to dispose; null leaves <see cref="Input"/> to the caller.</param>
    /// <param name="keepsRunning">What it leaves behind at its end lives on; else it is ended with it.</param>
    /// <returns>False: it could not be started, and the run has ended.</returns>
    public async Task<bool> StartAsync(SpawnRequest request, HeldInput? input, TimeSpan timeout, bool keepsRunning)
    {
        try
        {
            _process = await launcher.SpawnAsync(request, run.Cancelled);
        }
        catch (SpawnException failure)
        {
            Refusal = failure;
            Refuse(request, failure);
            input?.Dispose();
            return false;
        }
        catch (OperationCanceledException)
        {
            run.Finish(RunState.Cancelled);
            input?.Dispose();
            return false;
        }

        if (input is not null)
        {
            _ = FeedAsync(_process.Input!, input); // never faults
        }

        _ = CarryOutAsync(_process, timeout, keepsRunning); // finishes the run whatever happens
        return true;
    }

    /// <returns>Whom the signal reached.</returns>
    public async Task<SignalOutcome> SignalAsync(int signal, CancellationToken cancellationToken) =>
        _process is { } process ? await process.SignalAsync(signal, SignalScope.Tree, cancellationToken) : default;

    private async Task CarryOutAsync(SpawnedProcess process, TimeSpan timeout, bool keepsRunning)
    {
        var readers = new OutputReaders(process.Output, process.Error, run.Write);
        readers.Start();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled);
        var isStopped = await Task.WhenAny(process.Exited, Task.Delay(timeout, time, waiting.Token)) != process.Exited;
        await waiting.CancelAsync();
        if (isStopped)
        {
            await StopAsync(process);
        }

        var exit = await process.Exited;
        var isHeld = await readers.DrainAsync();
        if (isStopped && !run.Cancelled.IsCancellationRequested)
        {
            run.Finish(RunState.TimedOut, 124);
        }
        else
        {
            var state = run.CancelledBy is not null ? RunState.Cancelled : exit.ExitCode == 0 ? RunState.Succeeded : RunState.Failed;
            run.Finish(state, exit.ExitCode);
        }

        if (keepsRunning && !isStopped)
        {
            // What it left behind may write on: read and dropped, since its run has ended.
            await (isHeld ? readers.GoOnAsync(static (_, _) => { }) : Task.CompletedTask);
            await process.Ended;
        }

        await process.DisposeAsync();
        readers.Dispose();
    }

    /// <summary>TERM to the whole tree; after the grace KILL.</summary>
    private async Task StopAsync(SpawnedProcess process)
    {
        await QuietlyAsync(process.SignalAsync(Signals.Term, SignalScope.Tree, CancellationToken.None));
        await QuietlyAsync(process.SignalAsync(Signals.Cont, SignalScope.Tree, CancellationToken.None));
        if (await Task.WhenAny(process.Ended, Task.Delay(CommandStop.Grace, time)) != process.Ended)
        {
            await QuietlyAsync(process.SignalAsync(Signals.Kill, SignalScope.Tree, CancellationToken.None));
        }
    }

    private void Refuse(SpawnRequest request, SpawnException failure)
    {
        var program = request.Arguments[0];
        var (message, status) = (failure.Stage, failure.Errno) switch
        {
            (SpawnStage.WorkingDirectory, _) => ($"{request.WorkingDirectory}: {Errno.Describe(failure.Errno)}", 1),
            (SpawnStage.Execute, Errno.ENOENT) => ($"{program}: command not found", 127),
            (SpawnStage.Execute, _) => ($"{program}: {Errno.Describe(failure.Errno)}", 126),
            _ => (failure.Message, -1),
        };
        run.Write(OutputStream.Stderr, Encoding.UTF8.GetBytes(message + "\n"));
        run.Finish(RunState.Failed, status < 0 ? null : status, reason: status < 0 ? RunReasons.NotStarted : null);
    }

    private static async Task FeedAsync(DescriptorStream stream, HeldInput input)
    {
        try
        {
            await stream.WriteAsync(input.Bytes);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It did not want all of it.
        }

        stream.Dispose();
        input.Dispose();
    }

    private static async Task QuietlyAsync(Task signalling)
    {
        try
        {
            await signalling;
        }
        catch (IOException)
        {
            // For instance EPERM: it has become another user. KILL of the tree is the launcher's own.
        }
    }
}
