using Agent.Runs;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>Why somebody else than the code itself wants an execution to end.</summary>
internal enum StopReason
{
    None,
    Interrupted,
    TimedOut,
    Cancelled,
}

/// <summary>One piece of code in an interpreter, and the run that tells what becomes of it.</summary>
internal sealed class CodeExecution(Run run, long id, TimeSpan? timeout)
{
    private const int MostPromptCharacters = 4096;

    private readonly TaskCompletionSource<int?> _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stop;
    private string? _interruptedBy;
    private bool _hasFailed;

    public Run Run => run;

    /// <summary>Rises with every execution of an interpreter, from 1.</summary>
    public long Id => id;

    /// <summary>Its count of executions; null when the interpreter ended first.</summary>
    public Task<int?> Over => _over.Task;

    public StopReason Stop => (StopReason)Volatile.Read(ref _stop);

    /// <summary>True while a question of the code has no answer.</summary>
    public bool WaitsForInput { get; private set; }

    /// <summary>What the interpreter held at the end, in bytes; 0: not known.</summary>
    public long Memory { get; private set; }

    /// <summary>The question's answer must not be shown.</summary>
    public bool AsksForPassword { get; private set; }

    /// <param name="interruptedBy">With <see cref="StopReason.Interrupted"/>: who did it. Of a cancelled run the run knows.</param>
    /// <returns>False: somebody was first. The first reason is the one that is told.</returns>
    public bool TryStop(StopReason reason, string? interruptedBy)
    {
        if (Interlocked.CompareExchange(ref _stop, (int)reason, (int)StopReason.None) != (int)StopReason.None)
        {
            return false;
        }

        _interruptedBy = interruptedBy;
        return true;
    }

    public void Answered() => WaitsForInput = false;

    /// <summary>Records what the driver says of this execution.</summary>
    public void Take(DriverMessage.OfExecution message)
    {
        switch (message)
        {
            case DriverMessage.Shown shown:
                run.Result(ResultJson.Of(shown.Data, shown.Metadata).Span, shown.DisplayId, shown.IsUpdate, shown.IsMain);
                break;
            case DriverMessage.Cleared cleared:
                run.ClearOutput(cleared.Wait);
                break;
            case DriverMessage.InputRequested asked:
                (WaitsForInput, AsksForPassword) = (true, asked.Password);
                run.InputRequested(asked.Prompt.Length > MostPromptCharacters ? asked.Prompt[..MostPromptCharacters] : asked.Prompt, asked.Password);
                break;
            case DriverMessage.Failed failed:
                Fail(failed);
                break;
            case DriverMessage.Done done:
                Memory = done.Memory;
                _over.TrySetResult(done.ExecutionCount);
                break;
        }
    }

    /// <summary>The code is over, by itself or because it was stopped.</summary>
    public void Finish(int executionCount)
    {
        var state = Stop switch
        {
            StopReason.TimedOut => RunState.TimedOut,
            StopReason.Cancelled => RunState.Cancelled,

            // Code may handle an interrupt and come to its own end.
            StopReason.Interrupted when _hasFailed => RunState.Cancelled,
            _ => _hasFailed ? RunState.Failed : RunState.Succeeded,
        };
        if (state == RunState.TimedOut && !_hasFailed)
        {
            // It was over before the interrupt reached it, or ended without an error because of it.
            run.Error("TimeoutError", TimeoutMessage, [$"TimeoutError: {TimeoutMessage}"], null);
        }

        if (state == RunState.Cancelled && _interruptedBy is { } actor)
        {
            run.RequestCancel(actor); // who ended the code has ended the run, as if that had been asked of it
        }

        run.Finish(state, executionCount: executionCount);
    }

    /// <summary>The interpreter is gone, or was before the code's turn.</summary>
    public void Terminate(string reason)
    {
        run.Error("CONTEXT_TERMINATED", reason, [$"CONTEXT_TERMINATED: {reason}"], null);
        run.Finish(
            Stop switch { StopReason.TimedOut => RunState.TimedOut, StopReason.Cancelled => RunState.Cancelled, _ => RunState.Failed },
            reason: "context_terminated");
    }

    /// <summary>Ends the wait for the driver: it will say no more.</summary>
    public void Abandon() => _over.TrySetResult(null);

    private string TimeoutMessage => $"The code ran longer than {timeout?.TotalMilliseconds:0} ms and was interrupted.";

    private void Fail(DriverMessage.Failed failed)
    {
        _hasFailed = true;
        if (Stop == StopReason.TimedOut && failed.Ename == "KeyboardInterrupt")
        {
            run.Error("TimeoutError", TimeoutMessage, [.. failed.Traceback, $"TimeoutError: {TimeoutMessage}"], failed.LineNumber);
        }
        else
        {
            run.Error(failed.Ename, failed.Evalue, failed.Traceback, failed.LineNumber);
        }
    }
}
