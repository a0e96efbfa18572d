using System.Threading.Channels;
using Agent.Native;
using Agent.Runs;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Sessions;

/// <summary>
/// One shell and the queue before it. It takes one piece of work after another and ends with its shell: whoever waits then
/// gets SESSION_TERMINATED, since he counted on a state that is gone, and the next command under the id a fresh session.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>Commands that may wait; one more is refused.</summary>
    private const int MostWaiting = 64;

    private readonly Channel<SessionWork> _queue = Channel.CreateBounded<SessionWork>(MostWaiting);
    private readonly CancellationTokenSource _closing = new();
    private readonly SessionHost _host;
    private readonly LeftBehindOutput _leftBehind;
    private readonly Task _loop;
    private string _reason = "deleted";
    private int _waiting;
    private int _isEnded;

    public Session(SessionOptions options, SessionHost host, string actor)
    {
        (Options, _host) = (options, host);
        _leftBehind = new(options.Id, host.Journal, host.Time);
        host.Journal.Append(new SessionCreated { SessionId = options.Id, Actor = actor });
        _loop = Task.Run(LoopAsync);
    }

    public SessionOptions Options { get; }

    /// <summary>False once the shell has ended or is being ended: the id is free for a fresh session.</summary>
    public bool IsOpen => Volatile.Read(ref _isEnded) == 0;

    /// <summary>Whether a command that comes now would have to wait.</summary>
    public bool IsBusy => Volatile.Read(ref _waiting) > 0;

    /// <summary>The shell's directory after its last command; null before the first.</summary>
    public string? Directory { get; private set; }

    /// <returns>False: the session has ended; try with a fresh one.</returns>
    /// <exception cref="AgentException">TOO_MANY_REQUESTS: too many wait already.</exception>
    public bool TryQueue(SessionWork work)
    {
        Interlocked.Increment(ref _waiting);
        if (_queue.Writer.TryWrite(work))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return IsOpen
            ? throw new AgentException(ErrorCode.TooManyRequests, $"{MostWaiting} commands wait in the session {Options.Id} already.")
            : false;
    }

    /// <summary>Ends the shell with everything in it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _loop;
        _closing.Dispose();
    }

    private async Task LoopAsync()
    {
        Shell? shell = null;
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_closing.Token))
            {
                while (IsOpen && _queue.Reader.TryRead(out var work))
                {
                    // Started at the first command: a session that is only made costs nothing.
                    shell = await DoAsync(work, shell);
                    Interlocked.Decrement(ref _waiting);
                }

                if (!IsOpen)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Deleted.
        }

        await EndAsync(shell);
    }

    private async Task<Shell?> DoAsync(SessionWork work, Shell? shell)
    {
        switch (work)
        {
            case SessionWork.Export export when shell is not null:
                await shell.ExportAsync(export.Variables);
                return shell;
            case SessionWork.Command { Run.Finished: null } command:
                return await RunAsync(command, shell);
            default:
                // A variable for a shell that is yet to start, which gets it then; a run that was cancelled in the queue.
                return shell;
        }
    }

    private async Task<Shell?> RunAsync(SessionWork.Command command, Shell? shell)
    {
        var run = command.Run;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancelled, _closing.Token);
        try
        {
            if (!run.MarkRunning())
            {
                return shell;
            }

            shell ??= await _host.StartShellAsync(Options, _leftBehind.Write, _closing.Token);
            if (command.Timeout != Timeout.InfiniteTimeSpan)
            {
                stop.CancelAfter(command.Timeout);
            }

            var outcome = await shell.RunAsync(command.What, run.Write, stop.Token);
            Directory = shell.Directory;
            if (outcome.HasEnded)
            {
                _reason = _closing.IsCancellationRequested ? "deleted" : outcome.Reason!;
                Close();
            }

            Finish(run, outcome, timedOut: stop.IsCancellationRequested && !run.Cancelled.IsCancellationRequested && !_closing.IsCancellationRequested);
        }
        catch (SpawnException failure)
        {
            run.Write(OutputStream.Stderr, System.Text.Encoding.UTF8.GetBytes(failure.Message + "\n"));
            run.Finish(RunState.Failed, reason: RunReasons.NotStarted);
            _reason = "died";
            Close();
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Deleted before its shell was there.
            run.Finish(RunState.Failed, reason: RunReasons.SessionEnded);
        }
        catch (IOException failure)
        {
            // On a full disk, for instance, there are no pipes for a shell.
            run.Write(OutputStream.Stderr, System.Text.Encoding.UTF8.GetBytes(failure.Message + "\n"));
            run.Finish(RunState.Failed, reason: RunReasons.NotStarted);
            _reason = "died";
            Close();
        }
        catch (AgentException refusal)
        {
            run.Write(OutputStream.Stderr, System.Text.Encoding.UTF8.GetBytes(refusal.Message + "\n"));
            run.Finish(RunState.Failed, reason: RunReasons.SessionBusy);
        }

        return shell;
    }

    private static void Finish(Run run, ShellOutcome outcome, bool timedOut)
    {
        var reason = outcome.HasEnded ? RunReasons.SessionEnded : null;
        if (timedOut)
        {
            run.Finish(RunState.TimedOut, 124, reason: reason);
        }
        else if (run.Cancelled.IsCancellationRequested)
        {
            run.Finish(RunState.Cancelled, outcome.Status, reason: reason);
        }
        else
        {
            run.Finish(outcome is { Status: 0, HasEnded: false } ? RunState.Succeeded : RunState.Failed, outcome.Status, reason: reason);
        }
    }

    private void Close()
    {
        Volatile.Write(ref _isEnded, 1);
        _queue.Writer.TryComplete();
    }

    private async Task EndAsync(Shell? shell)
    {
        Close();
        if (shell is not null)
        {
            await shell.DisposeAsync();
        }

        while (_queue.Reader.TryRead(out var work))
        {
            (work as SessionWork.Command)?.Run.Finish(RunState.Failed, reason: RunReasons.SessionEnded);
        }

        _leftBehind.Dispose();
        _host.Journal.Append(new SessionEnded { SessionId = Options.Id, Reason = _reason });
    }
}
