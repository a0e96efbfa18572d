using System.Text.Json;
using System.Threading.Channels;
using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>
/// One code context: an interpreter with its variables, and the runs that wait for it. One loop takes them in order; what
/// must not wait its turn (interrupt, input, restart, deletion) reaches the execution that runs directly.
/// </summary>
/// <remarks>
/// How code gets from a request to its events:
/// 1. <see cref="Queue"/> puts the run into the bounded queue, or refuses it.
/// 2. The loop takes it, tells the driver to execute it, and waits for the driver's <c>done</c>.
/// 3. Meanwhile <see cref="Interpreter"/> records output and results in the run, in order.
/// 4. The end of the run is recorded here, or, when the interpreter ended, that and why; what is queued behind ends too.
/// </remarks>
internal sealed partial class Context : IAsyncDisposable
{
    /// <summary>Runs and questions that wait; one more is refused with 429.</summary>
    private const int MostQueued = 100;

    /// <summary>Questions among them: who looks on must not take the places of runs.</summary>
    private const int MostQuestions = 16;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly Channel<ContextWork> _work = Channel.CreateBounded<ContextWork>(new BoundedChannelOptions(MostQueued)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private readonly CancellationTokenSource _stopping = new();
    private readonly ContextHost _host;
    private readonly InterpreterOptions _options;
    private readonly LateOutput _late;
    private readonly TimeSpan? _timeout;
    private readonly Task _working;
    private Interpreter? _interpreter;
    private CodeExecution? _current;
    private readonly Lock _gate = new();
    private string? _stopSentence;
    private bool _isSilent;
    private long _memoryKills;
    private int _waiting;
    private int _queued;
    private int _questions;
    private Task<JsonElement>? _listing;

    /// <summary>Takes an interpreter that is ready.</summary>
    public Context(ContextId id, ContextName name, InterpreterOptions options, TimeSpan? timeout, Interpreter interpreter, LateOutput late, ContextHost host)
    {
        (Id, Name, _options, _timeout, _interpreter, _late, _host) = (id, name, options, timeout, interpreter, late, host);
        CreatedAt = LastUsed = host.Time.GetUtcNow();
        _memoryKills = host.Death.MemoryKills();
        _ = WatchAsync(interpreter); // nothing in it faults
        _working = WorkAsync();
    }

    public ContextId Id { get; }

    public ContextName Name { get; private set; }

    public CodeLanguage Language => _options.Language;

    public DateTimeOffset CreatedAt { get; }

    public DateTimeOffset LastUsed { get; private set; }

    /// <summary>Why its interpreter is gone; null while it lives.</summary>
    public string? DeathReason { get; private set; }

    public ContextInfo Info => new(
        Id, Language, _options.Directory.Value, CreatedAt, LastUsed,
        DeathReason is not null ? ContextState.Dead : _current is not null || Volatile.Read(ref _waiting) > 0 ? ContextState.Busy : ContextState.Idle,
        ExecutionCount, DeathReason, Name.Name, Name.Owner, Name.Shared, Name.IsDefault,
        Math.Max(0, Volatile.Read(ref _queued)), MemoryBytes);

    public int ExecutionCount { get; private set; }

    /// <summary>What the interpreter held at the end of its last run; null: not known.</summary>
    public long? MemoryBytes { get; private set; }

    /// <summary>Null leaves as it is.</summary>
    public void Change(string? name, bool? shared, string actor)
    {
        lock (_gate)
        {
            Name = Name with { Name = name ?? Name.Name, Shared = shared ?? Name.Shared };
        }

        _host.Changed(this, actor);
    }

    /// <summary>Puts a run behind those that wait. It must be marked as queued.</summary>
    public void Queue(Run run, ExecuteCodeRequest request)
    {
        LastUsed = _host.Time.GetUtcNow();
        var timeout = request.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : _timeout ?? _host.DefaultTimeout;
        Interlocked.Increment(ref _queued);
        if (!TryAdd(new ContextWork.Execute(run, request, timeout == TimeSpan.Zero ? null : timeout)))
        {
            Interlocked.Decrement(ref _queued);
            run.Finish(RunState.Failed, reason: "queue_full");
            throw new AgentException(ErrorCode.TooManyRequests, $"{MostQueued} runs wait for the context {Id} already.");
        }
    }

    /// <summary>The variables as they are after what runs and waits. Who asks while somebody's answer is awaited gets the same.</summary>
    /// <exception cref="AgentException">As <see cref="AskAsync"/>.</exception>
    public Task<JsonElement> ListVariablesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_listing is not { IsCompleted: false })
            {
                // Not the caller's token: others wait for the same answer.
                _listing = AskAsync(DriverQuestion.Variables, CancellationToken.None);
            }

            return _listing.WaitAsync(cancellationToken);
        }
    }

    /// <exception cref="AgentException">CONTEXT_TERMINATED, TOO_MANY_REQUESTS, or RESOURCE_BUSY when a run takes too long to wait for.</exception>
    public async Task<JsonElement> AskAsync(DriverQuestion question, CancellationToken cancellationToken)
    {
        if (DeathReason is not null)
        {
            throw Terminated();
        }

        var answer = new TaskCompletionSource<JsonElement?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.Increment(ref _questions) > MostQuestions || !TryAdd(new ContextWork.Ask(question, answer)))
        {
            Interlocked.Decrement(ref _questions);
            throw new AgentException(ErrorCode.TooManyRequests, $"Too many runs and questions wait for the context {Id} already.");
        }

        try
        {
            return await answer.Task.WaitAsync(AnswerTime, _host.Time, cancellationToken) ?? throw Terminated();
        }
        catch (TimeoutException)
        {
            throw new AgentException(ErrorCode.ResourceBusy, $"The context {Id} is busy with a run.");
        }
    }

    /// <summary>Interrupts what runs now and returns when it is over; without a run nothing happens.</summary>
    public async Task InterruptAsync(string actor)
    {
        if (Volatile.Read(ref _current) is { } execution && Volatile.Read(ref _interpreter) is { } interpreter)
        {
            await StopAsync(interpreter, execution, StopReason.Interrupted, actor);
        }
    }

    /// <exception cref="AgentException">RESOURCE_BUSY: nothing waits for input.</exception>
    public async Task GiveInputAsync(string? value, string actor)
    {
        if (Volatile.Read(ref _current) is not { WaitsForInput: true } execution || Volatile.Read(ref _interpreter) is not { } interpreter)
        {
            throw new AgentException(ErrorCode.ResourceBusy, $"Nothing in the context {Id} waits for input.");
        }

        execution.Answered();
        execution.Run.InputGiven(execution.AsksForPassword ? null : value, actor);
        await interpreter.SendInputAsync(value);
    }

    /// <summary>Ends the interpreter, what runs and what waits, and starts a new one.</summary>
    public async Task RestartAsync(string actor, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _isSilent = true;
        await KillAsync($"The context was restarted by {actor}.");
        try
        {
            await _work.Writer.WriteAsync(new ContextWork.Restart(actor, done), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw Deleted();
        }

        await done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends it with everything that it started; what runs and what waits ends with <paramref name="reason"/>.</summary>
    public async Task EndAsync(string reason)
    {
        _work.Writer.TryComplete();
        await KillAsync(reason);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _isSilent = true;
        _work.Writer.TryComplete();
        await _stopping.CancelAsync();
        _stopSentence ??= "The context was ended.";
        var interpreter = Volatile.Read(ref _interpreter);
        await (interpreter?.DisposeAsync() ?? default);
        await _working;
        if (Volatile.Read(ref _interpreter) is { } restarted && restarted != interpreter)
        {
            // A restart that was under way has come to its end after all.
            await restarted.DisposeAsync();
        }

        _late.Dispose();
    }

    private bool TryAdd(ContextWork work)
    {
        Interlocked.Increment(ref _waiting);
        if (_work.Writer.TryWrite(work))
        {
            return true;
        }

        Interlocked.Decrement(ref _waiting);
        return false;
    }

    private async Task KillAsync(string sentence)
    {
        _stopSentence = sentence;
        if (Volatile.Read(ref _interpreter) is { } interpreter)
        {
            await interpreter.Process.KillAsync();
            await interpreter.Ended;
        }
    }

    private AgentException Deleted() => new(ErrorCode.ContextNotFound, $"The context {Id} has just been deleted.");

    private AgentException Terminated() =>
        new(ErrorCode.ContextTerminated, $"The context {Id} has no interpreter any more: {DeathReason}");
}
