using System.Runtime.CompilerServices;
using Agent.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// One follower's place in a run. It reads from disk when it is asked to, so a slow follower holds one piece and slows
/// nobody. One caller at a time.
/// </summary>
internal sealed class RunEventReader : IDisposable
{
    private readonly Run _run;
    private readonly RecordReader _records;
    private readonly long _after;
    private byte[] _bytes = [];
    private long _id;
    private readonly bool _loadsBytes;

    /// <param name="loadsBytes">False for who wants to know only where the bytes are.</param>
    internal RunEventReader(Run run, long after, bool loadsBytes = true)
    {
        (_run, _after, _loadsBytes) = (run, after, loadsBytes);
        _records = new(run.Log, 0);
    }

    /// <summary>The run's end has been read.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The number of the last event that was read or passed over.</summary>
    public long LastId => _id;

    /// <summary>The next event, if it is there already.</summary>
    /// <exception cref="AgentException">FILESYSTEM_ERROR: what is left of the run, and with it its end, cannot be read.</exception>
    public bool TryRead(out RunEvent next)
    {
        next = default;
        while (!IsAtEnd)
        {
            var isOver = _run.Completion.IsCompleted;
            if (!_records.TryRead(out var record))
            {
                // Looked at before the read: what was written until the run's end has been read too.
                IsAtEnd = isOver;
                return _records.IsDamaged ? throw Damaged() : false;
            }

            if (RunLog.IsHeader(record))
            {
                continue;
            }

            if (_id < _after)
            {
                _id++;
                continue;
            }

            var happened = RunLog.ReadEvent(record, _run.Started);
            next = new(_id + 1, happened, _loadsBytes && happened is RunOutput output ? Load(output.Offset, output.Length) : default);
            _id++;
            IsAtEnd = happened is RunFinished;
            return true;
        }

        return false;
    }

    /// <summary>Waits until there may be an event to read.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var next = _run.Changed.Next();
        if (_records.Position >= _run.Log.Length && !_run.Completion.IsCompleted)
        {
            await next.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _records.Dispose();

    internal static async IAsyncEnumerable<RunEvent> ReadAllAsync(
        Run run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = run.Follow(after);
        while (!reader.IsAtEnd)
        {
            while (reader.TryRead(out var next))
            {
                yield return next;
            }

            if (!reader.IsAtEnd)
            {
                await reader.WaitAsync(cancellationToken);
            }
        }
    }

    private ReadOnlyMemory<byte> Load(long offset, int length)
    {
        if (_bytes.Length < length)
        {
            _bytes = new byte[Math.Max(length, 1024)];
        }

        var filled = 0;
        while (filled < length && _run.Output.Read(_bytes.AsSpan(filled, length - filled), offset + filled) is var read and > 0)
        {
            filled += read;
        }

        return filled == length ? _bytes.AsMemory(0, length) : throw Damaged();
    }

    private AgentException Damaged() =>
        new(ErrorCode.FilesystemError, $"What was kept of the run {_run.Id} cannot be read any further.");
}
