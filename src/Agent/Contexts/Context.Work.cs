using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>The context's loop, and how what it does comes to an end.</summary>
internal sealed partial class Context
{
    private async Task WorkAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            switch (work)
            {
                case ContextWork.Execute execute:
                    await ExecuteAsync(execute);
                    Interlocked.Decrement(ref _waiting);
                    break;
                case ContextWork.Ask ask:
                    await AnswerAsync(ask);
                    Interlocked.Decrement(ref _questions);
                    Interlocked.Decrement(ref _waiting);
                    break;
                case ContextWork.Restart restart:
                    await RestartAsync(restart);
                    break;
            }

            LastUsed = _host.Time.GetUtcNow();
        }
    }

    private async Task ExecuteAsync(ContextWork.Execute work)
    {
        var run = work.Run;
        Interlocked.Decrement(ref _queued);
        if (run.Cancelled.IsCancellationRequested)
        {
            run.Finish(RunState.Cancelled);
            return;
        }

        var batch = work.Request.BatchId;
        if (batch is { } begun && _host.FailedBatches.Contains(begun))
        {
            run.Finish(RunState.Cancelled, reason: "batch_failed");
            return;
        }

        var execution = new CodeExecution(run, _interpreter?.NextExecutionId() ?? 0, work.Timeout);
        if (DeathReason is { } reason || _interpreter is not { } interpreter)
        {
            NoteFailure(batch);
            execution.Terminate(DeathReason ?? "The context has no interpreter.");
            return;
        }

        run.MarkRunning();
        Volatile.Write(ref _current, execution);
        var executing = interpreter.ExecuteAsync(
            execution, DriverCommands.Execute(execution.Id, work.Request));
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(interpreter, execution, work.Timeout, over.Token);
        var count = await executing;
        await over.CancelAsync();
        await watching;
        Volatile.Write(ref _current, null);
        if (count is { } executions)
        {
            (ExecutionCount, MemoryBytes) = (executions, execution.Memory > 0 ? execution.Memory : null);
            execution.Finish(executions);
            if (run.State != RunState.Succeeded)
            {
                NoteFailure(batch);
            }
        }
        else
        {
            NoteFailure(batch);
            await DieAsync(interpreter);
            execution.Terminate(DeathReason!);
        }
    }

    /// <summary>Before another context may take this one's place: what comes there must find it.</summary>
    private void NoteFailure(RunId? batch)
    {
        if (batch is { } failed)
        {
            _host.FailedBatches.Add(failed);
        }
    }

    /// <summary>Stops an execution when its time is over or its run is to end.</summary>
    private async Task WatchAsync(Interpreter interpreter, CodeExecution execution, TimeSpan? timeout, CancellationToken over)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over, execution.Run.Cancelled);
        try
        {
            await Task.Delay(timeout ?? Timeout.InfiniteTimeSpan, _host.Time, either.Token);
            await StopAsync(interpreter, execution, StopReason.TimedOut);
        }
        catch (OperationCanceledException) when (!over.IsCancellationRequested)
        {
            await StopAsync(interpreter, execution, StopReason.Cancelled);
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private async Task StopAsync(Interpreter interpreter, CodeExecution execution, StopReason reason, string? interruptedBy = null)
    {
        if (!execution.TryStop(reason, interruptedBy))
        {
            await execution.Over;
        }
        else if (!await Interruption.RunAsync(interpreter, execution, _host.Time))
        {
            await KillAsync(_host.Death.IgnoredInterrupts);
        }
    }

    private async Task AnswerAsync(ContextWork.Ask ask)
    {
        try
        {
            ask.Answer.TrySetResult(_interpreter is { } interpreter && DeathReason is null
                ? await interpreter.AskAsync(ask.Question, _stopping.Token).WaitAsync(AnswerTime, _host.Time)
                : null);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            ask.Answer.TrySetException(new AgentException(ErrorCode.ResourceBusy, $"The context {Id} did not answer in time."));
        }
    }

    private async Task RestartAsync(ContextWork.Restart restart)
    {
        if (_interpreter is { } old)
        {
            await old.DisposeAsync();
        }

        try
        {
            var fresh = await _host.Start.RunAsync(_options, _late.Take, _stopping.Token);
            _memoryKills = _host.Death.MemoryKills();
            (_stopSentence, DeathReason, ExecutionCount, MemoryBytes) = (null, null, 0, null);
            Volatile.Write(ref _interpreter, fresh);
            _ = WatchAsync(fresh); // nothing in it faults
            _host.Restarted(this, restart.Actor);
            restart.Done.TrySetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            restart.Done.TrySetException(Deleted());
        }
        catch (Exception exception)
        {
            restart.Done.TrySetException(exception); // seen by who asked for the restart
        }
        finally
        {
            _isSilent = false;
        }
    }

    /// <summary>An interpreter may also end while nothing runs.</summary>
    private async Task WatchAsync(Interpreter interpreter)
    {
        await interpreter.Ended;
        if (Volatile.Read(ref _current) is null)
        {
            await DieAsync(interpreter);
        }
    }

    private async Task DieAsync(Interpreter interpreter)
    {
        var exit = await interpreter.Ended;
        lock (_gate)
        {
            if (DeathReason is not null || Volatile.Read(ref _interpreter) != interpreter)
            {
                return;
            }

            DeathReason = _stopSentence ?? _host.Death.Describe(exit, interpreter.Violation, _memoryKills);
        }

        if (!_isSilent)
        {
            _host.Died(this, DeathReason);
        }
    }
}
