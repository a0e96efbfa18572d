using Agent.Http;
using Agent.Journal;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Runs;

/// <summary>
/// One run, from acceptance to end: what its program writes and shows goes through here, in order, to the run's files and
/// the journal. Whoever started it calls it; calls may come from several threads. It only ever goes forward, and after its
/// end every call does nothing.
/// </summary>
/// <remarks>
/// What bounds it: its output file (256 MiB, then one <see cref="RunOutputTruncated"/>, and the program goes on unheard);
/// inline text and results in the journal (1 MiB); after each 4,096 pieces of output the window in which they merge doubles,
/// up to 1 s, and the order of the two streams is no longer kept within one, so an endless drip adds one record a second
/// and stream; at most 50,000 results, displays and the like, then they too are truncated.
/// </remarks>
internal sealed partial class Run : IDisposable
{
    private const int PiecesPerWindow = 4096;
    private const int MostRichEvents = 50_000;
    private const int InlineResultBytes = 32 * 1024;

    /// <summary>What of a record is left for text when everything else is in it.</summary>
    private const int TextBudget = 60 * 1024;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly RunHost _host;
    private readonly RunFiles _files;
    private readonly RecordFile _log;
    private readonly AppendFile _output;
    private readonly OutputCoalescer _coalescer;
    private readonly RecordBuffer _record = new();
    private readonly TaskCompletionSource<RunFinished> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _timer;
    private long _startTimestamp;
    private long _inlineLeft;
    private int _pieces;
    private int _richEvents;
    private bool _isTruncated;
    private string? _cancelledBy;

    /// <summary>A run that begins now.</summary>
    internal Run(RunHost host, RunStarted started, ulong fingerprint)
    {
        _host = host;
        (Started, Fingerprint) = (started, fingerprint);
        _files = new(host.Directory, started.RunId);
        _files.Delete();
        _log = RecordFile.Create(_files.Events);
        _output = new(_files.Output);
        _coalescer = new(Emit);
        _inlineLeft = host.Limits.InlineBytes;
        State = started.IsQueued ? RunState.Queued : RunState.Running;
        _startTimestamp = host.Time.GetTimestamp();
        _record.SetHeader(fingerprint, started);
        _log.Append(_record);
        Started = started with { At = host.Time.GetUtcNow() };
        Started = Started with { Seq = host.Journal.Append(Started) };
        _record.SetEvent(Started);
        _log.Append(_record);
    }

    /// <summary>A run of an earlier Agent, which has ended.</summary>
    internal Run(RunHost host, RunStarted started, ulong fingerprint, RunFinished finished, bool isTruncated)
    {
        _host = host;
        (Started, Fingerprint, State, _isTruncated) = (started, fingerprint, finished.State, isTruncated);
        _files = new(host.Directory, started.RunId);
        _log = RecordFile.Existing(_files.Events);
        _output = AppendFile.Existing(_files.Output);
        _coalescer = new(Emit);
        _completion.SetResult(finished);
        ForgetSource();
    }

    public RunId Id => Started.RunId;

    /// <summary>Its description. After its end the source is cut to 256 characters; the file has all that was journalled.</summary>
    public RunStarted Started { get; private set; }

    public ulong Fingerprint { get; }

    public RunState State { get; private set; }

    /// <summary>The run's end; null while it is open.</summary>
    public RunFinished? Finished => _completion.Task.IsCompleted ? _completion.Task.Result : null;

    public Task<RunFinished> Completion => _completion.Task;

    /// <summary>Cancelled when somebody asked for the run's end; whoever carries it out then ends it.</summary>
    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Who asked for the run's end; null: nobody.</summary>
    public string? CancelledBy => Volatile.Read(ref _cancelledBy);

    public long OutputBytes => _output.Length;

    public bool IsTruncated => Volatile.Read(ref _isTruncated);

    /// <summary>For who answers with the output, before the first byte: a refusal after some of them would stand among them.</summary>
    /// <exception cref="AgentException">RUN_NOT_FOUND: it is not wholly there any more.</exception>
    public void RequireOutput()
    {
        if (OutputBytes > 0 && _output.Read(stackalloc byte[1], OutputBytes - 1) == 0)
        {
            throw new AgentException(ErrorCode.RunNotFound, $"The output of the run {Id} is no longer kept.");
        }
    }

    /// <summary>Signalled at each event.</summary>
    internal Pulse Changed { get; } = new();

    internal RecordFile Log => _log;

    internal AppendFile Output => _output;

    /// <summary>False for who joined the sandbox without its past, when this began in it.</summary>
    public bool IsVisibleTo(Caller caller) => Started.Seq > caller.HistoryAfter || caller.HistoryAfter == 0;

    /// <summary>Its turn has come: time counts from here.</summary>
    /// <returns>False: it has ended meanwhile (cancelled in the queue); leave it alone.</returns>
    public bool MarkRunning()
    {
        lock (_gate)
        {
            if (State == RunState.Queued)
            {
                State = RunState.Running;
                _startTimestamp = _host.Time.GetTimestamp();
                Record(new RunRunning { RunId = Id, Actor = Started.Actor });
            }

            return IsOpen;
        }
    }

    /// <summary>The time since it began to run.</summary>
    public TimeSpan Elapsed => _host.Time.GetElapsedTime(_startTimestamp);

    public void Write(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!IsOpen || _isTruncated || bytes.IsEmpty)
            {
                return;
            }

            var now = Now;
            if (_coalescer.Write(stream, bytes, now) is { } due)
            {
                ScheduleFlush(due - now);
            }
        }
    }

    /// <summary>Sends what waits to be merged: before something that must come after it.</summary>
    public void FlushOutput()
    {
        lock (_gate)
        {
            if (IsOpen)
            {
                _coalescer.Flush(Now);
            }
        }
    }

    /// <summary>A result or display, after all output so far.</summary>
    /// <param name="json">
    /// The members of the event <c>result</c> of <c>execute/code</c>: one JSON object, not empty, without line ends, and without
    /// those that <see cref="ResultFormat"/> adds.
    /// </param>
    public void Result(ReadOnlySpan<byte> json, string? displayId, bool isUpdate, bool isMain)
    {
        lock (_gate)
        {
            if (!BeginRich())
            {
                return;
            }

            var offset = _output.Length;
            if (offset + json.Length > _host.Limits.RunOutputBytes || !TryKeep(json))
            {
                Truncate();
                return;
            }

            var result = new RunResult
            {
                RunId = Id,
                Actor = Started.Actor,
                Offset = offset,
                Length = json.Length,
                DisplayId = displayId,
                IsUpdate = isUpdate,
                IsMainResult = isMain,
            };
            var isInline = json.Length <= Math.Min(_inlineLeft, InlineResultBytes) && Utf8Text.CutToJson(json, TextBudget) == json.Length;
            if (isInline)
            {
                _inlineLeft -= json.Length;
            }

            Record(isInline ? result with { Result = RunText.ParseJson(json) } : result, result);
        }
    }

    public void ClearOutput(bool wait) => RecordRich(new RunOutputCleared { RunId = Id, Actor = Started.Actor, Wait = wait });

    public void InputRequested(string prompt, bool password) => RecordRich(new RunInputRequested
    {
        RunId = Id,
        Actor = Started.Actor,
        Prompt = RunText.Cut(prompt, 16 * 1024),
        Password = password,
    });

    /// <param name="value">Null when it was a password.</param>
    public void InputGiven(string? value, string actor) => RecordRich(new RunInputGiven
    {
        RunId = Id,
        Actor = actor,
        Value = value is null ? null : RunText.Cut(value, 16 * 1024),
    });

    public void Error(string ename, string evalue, IReadOnlyList<string> traceback, int? lineNumber) =>
        RecordRich(RunText.Fit(new RunError
        {
            RunId = Id,
            Actor = Started.Actor,
            Ename = ename,
            Evalue = evalue,
            Traceback = traceback,
            LineNumber = lineNumber,
        }));

    /// <summary>Asks for the run's end. One that waits in a queue has ended with this; its owner finds it so.</summary>
    /// <returns>False: it had ended, or somebody had asked before.</returns>
    public bool RequestCancel(string actor)
    {
        // Without the lock: a write to a busy disk may hold it for long, and an end that is asked for must not wait for that.
        if (_completion.Task.IsCompleted || Interlocked.CompareExchange(ref _cancelledBy, actor, null) is not null)
        {
            return false;
        }

        if (State == RunState.Queued)
        {
            FinishQueued();
        }

        _cancellation.Cancel();
        return true;
    }

    /// <summary>The end. Nothing follows; a second call does nothing.</summary>
    public void Finish(RunState state, int? exitCode = null, int? executionCount = null, string? reason = null)
    {
        RunFinished finished;
        lock (_gate)
        {
            if (!IsOpen)
            {
                return;
            }

            _timer?.Dispose();
            _coalescer.Finish(Now);
            finished = new RunFinished
            {
                RunId = Id,
                Actor = Started.Actor,
                At = _host.Time.GetUtcNow(),
                State = state,
                ExitCode = exitCode,
                ExecutionCount = executionCount,
                Duration = Elapsed.TotalMilliseconds,
                Reason = reason ?? (state == RunState.Cancelled && CancelledBy is { } by ? $"cancelled_by {by}" : null),
            };
            Record(finished);
            State = state;
            _coalescer.Dispose();
            _record.Dispose();
            _log.Dispose();
            _output.Dispose();
            ForgetSource();
        }

        _completion.SetResult(finished);
        Changed.Signal();
        _host.Ended(this);
    }

    /// <summary>Ends it because its Agent ends.</summary>
    public void Dispose()
    {
        Finish(RunState.Failed, reason: "agent_stopped");
        _cancellation.Dispose();
    }

    /// <summary>The run's own events after one of them, and from then on what happens.</summary>
    /// <param name="after">An event's number within the run; 0 for all.</param>
    public RunEventReader Follow(long after, bool loadsBytes = true) => new(this, after, loadsBytes);

    /// <inheritdoc cref="Follow"/>
    public IAsyncEnumerable<RunEvent> Events(long after, CancellationToken cancellationToken) =>
        RunEventReader.ReadAllAsync(this, after, cancellationToken);

    private void FinishQueued()
    {
        lock (_gate)
        {
            if (State == RunState.Queued)
            {
                Finish(RunState.Cancelled);
            }
        }
    }

    internal void DeleteFiles() => _files.Delete();

    private bool IsOpen => State is RunState.Queued or RunState.Running;

    private TimeSpan Now => TimeSpan.FromMicroseconds(_host.Time.GetTimestamp() / (_host.Time.TimestampFrequency / 1e6));

    private void ForgetSource() =>
        Started = Started with { Source = Started.Source.Length > 256 ? Started.Source[..256] : Started.Source };
}
