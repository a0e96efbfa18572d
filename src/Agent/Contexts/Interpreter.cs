using System.Text.Json;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>
/// A living interpreter: its process, its pipes, and what its driver says. One execution or question at a time, which the
/// context sees to; interrupts and input come from anywhere.
/// </summary>
/// <remarks>
/// A result keeps its place among the output: the driver has written what was printed before it, sends the message and
/// waits; here both descriptors are drained, the message is recorded, and then it is acknowledged.
/// </remarks>
internal sealed class Interpreter : IAsyncDisposable
{
    /// <summary>How long a process may live on after its driver's pipe is closed.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly InterpreterPipes _pipes;
    private readonly InterpreterOutput _output;
    private readonly Action<OutputStream, ReadOnlySpan<byte>> _unclaimed;
    private readonly DriverFrames _frames = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private CodeExecution? _current;
    private (long Id, TaskCompletionSource<JsonElement?> Answer)? _question;
    private long _executions;
    private long _questions;
    private string? _violation;

    /// <param name="unclaimed">Gets what is written while nothing is executed.</param>
    public Interpreter(InterpreterProcess process, InterpreterPipes pipes, Action<OutputStream, ReadOnlySpan<byte>> unclaimed)
    {
        (Process, _pipes, _unclaimed) = (process, pipes, unclaimed);
        _output = new(pipes.Stdout, pipes.Stderr, _gate, TakeOutput);
        _reading = _output.RunAsync();
        Ended = RunAsync();
    }

    public InterpreterProcess Process { get; }

    /// <summary>The driver can take an execution. Cancelled when the interpreter ended before that.</summary>
    public Task Ready => _ready.Task;

    /// <summary>How it ended; never faults. What it wrote has been read by then.</summary>
    public Task<InterpreterExit> Ended { get; }

    /// <summary>What of the driver's protocol was broken, when it was ended for that.</summary>
    public string? Violation => Volatile.Read(ref _violation);

    /// <summary>The first words on stderr.</summary>
    public string Beginning => _output.Beginning;

    public long NextExecutionId() => Interlocked.Increment(ref _executions);

    /// <summary>Runs code to its end, or to the interpreter's.</summary>
    /// <returns>The count of executions; null: the interpreter ended first.</returns>
    public async Task<int?> ExecuteAsync(CodeExecution execution, ReadOnlyMemory<byte> command)
    {
        lock (_gate)
        {
            // What came since the last execution is not of this one.
            _output.Drain();
            _current = execution;
        }

        if (Ended.IsCompleted || !await SendAsync(command))
        {
            await Ended;
            execution.Abandon();
        }

        var count = await execution.Over;
        lock (_gate)
        {
            _current = null;
        }

        return count;
    }

    /// <returns>The driver's reply; null: the interpreter ended.</returns>
    public async Task<JsonElement?> AskAsync(DriverQuestion question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<JsonElement?>(TaskCreationOptions.RunContinuationsAsynchronously);
        long id;
        lock (_gate)
        {
            id = ++_questions;
            _question = (id, answer);
        }

        if (Ended.IsCompleted || !await SendAsync(DriverCommands.Ask(id, question)))
        {
            return null;
        }

        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Tells the driver which execution to interrupt, then signals its process.</summary>
    public async Task InterruptAsync(long execution)
    {
        if (await SendAsync(DriverCommands.Interrupt(execution)))
        {
            await Process.InterruptAsync(CancellationToken.None);
        }
    }

    public Task<bool> SendInputAsync(string? value) => SendAsync(DriverCommands.Input(value));

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _pipes.Dispose();
        await Ended;
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> frame)
    {
        await _writing.WaitAsync();
        try
        {
            await _pipes.Commands.WriteAsync(frame);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return false; // Its end is told by Ended.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<InterpreterExit> RunAsync()
    {
        try
        {
            await ReadFramesAsync();
        }
        catch (Exception exception) when (exception is DriverProtocolException or InvalidOperationException and not ObjectDisposedException)
        {
            Volatile.Write(ref _violation, exception.Message);
        }
        catch (ObjectDisposedException)
        {
            // It is being let go.
        }

        _ready.TrySetCanceled();
        var exit = await WaitForExitAsync();
        await Task.WhenAny(_reading, Task.Delay(Farewell)); // children may hold the descriptors open for ever
        lock (_gate)
        {
            _output.Drain();
            _current?.Abandon();
            _question?.Answer.TrySetResult(null);
        }

        return exit;
    }

    /// <summary>Without its driver a process is of no use to anybody.</summary>
    private async Task<InterpreterExit> WaitForExitAsync()
    {
        if (Violation is not null || await Task.WhenAny(Process.Exited, Task.Delay(Farewell)) != Process.Exited)
        {
            await Process.KillAsync();
        }

        // One that was forked by a server that is gone is never told of.
        return await Task.WhenAny(Process.Exited, Task.Delay(Farewell)) == Process.Exited
            ? await Process.Exited
            : new(0, 0, IsKnown: false);
    }

    private async Task ReadFramesAsync()
    {
        while (true)
        {
            await _pipes.Frames.WaitReadableAsync(CancellationToken.None);
            while (PipeReading.TryRead(_pipes.Frames, _frames.Room.Span) is { } count)
            {
                if (count == 0)
                {
                    return;
                }

                _frames.Advance(count);
                while (_frames.TryRead() is { } document)
                {
                    using (document)
                    {
                        await TakeAsync(DriverMessage.Read(document.RootElement));
                    }
                }
            }
        }
    }

    private async Task TakeAsync(DriverMessage message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case DriverMessage.Ready:
                    _ready.TrySetResult();
                    break;
                case DriverMessage.Reply reply when _question is { } question && question.Id == reply.Request:
                    _question = null;
                    question.Answer.TrySetResult(reply.Body.Clone());
                    break;
                case DriverMessage.OfExecution said:
                    _output.Drain();
                    // What threads show after their execution's end has nobody any more who would see it.
                    if (_current?.Id == said.Execution)
                    {
                        _current.Take(said);
                    }

                    break;
            }
        }

        if (message is DriverMessage.OfExecution { Barrier: { } barrier })
        {
            await SendAsync(DriverCommands.Acknowledge(barrier));
        }
    }

    private void TakeOutput(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        if (_current is { } current)
        {
            current.Run.Write(stream, bytes);
        }
        else
        {
            _unclaimed(stream, bytes);
        }
    }
}
