using System.Text;
using Agent.Journal;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Core.Streams;

namespace Agent.Runs;

/// <summary>How what a run says reaches its files and the journal. All of it under the run's lock.</summary>
internal sealed partial class Run
{
    /// <summary>Takes a piece of output from the coalescer: keeps its bytes, then says so in the journal.</summary>
    private void Emit(OutputStream stream, ReadOnlySpan<byte> bytes)
    {
        var room = _host.Limits.RunOutputBytes - _output.Length;
        var kept = bytes.Length <= room ? bytes : bytes[..(room < 4 ? 0 : Utf8Text.CutBetweenCharacters(bytes, (int)room))];
        while (!kept.IsEmpty && !_isTruncated)
        {
            var isText = Utf8Text.IsValid(kept);
            var length = kept.Length > _inlineLeft || !isText ? kept.Length : Utf8Text.CutToJson(kept, TextBudget);
            EmitPiece(stream, kept[..length], isText);
            kept = kept[length..];
        }

        if (bytes.Length > room)
        {
            Truncate();
        }
    }

    private void EmitPiece(OutputStream stream, ReadOnlySpan<byte> bytes, bool isText)
    {
        var offset = _output.Length;
        if (!TryKeep(bytes))
        {
            Truncate();
            return;
        }

        var output = new RunOutput
        {
            RunId = Id,
            Actor = Started.Actor,
            At = _host.Time.GetUtcNow(),
            Stream = stream,
            Offset = offset,
            Length = bytes.Length,
        };
        var isInline = bytes.Length <= _inlineLeft;
        _inlineLeft = isInline ? _inlineLeft - bytes.Length : 0;
        var told = !isInline ? output
            : isText ? output with { Text = Encoding.UTF8.GetString(bytes) }
            : output with { Text = Convert.ToBase64String(bytes), Encoding = "base64" };
        try
        {
            _record.SetOutput(output with { Seq = _host.Journal.Append(told) }, isText);
            _log.Append(_record);
        }
        catch (Exception exception) when (IsNoSpace(exception))
        {
            Truncate();
            return;
        }

        if (++_pieces % PiecesPerWindow == 0 && _coalescer.Window < LongestWindow)
        {
            _coalescer.Window *= 2;
            _coalescer.KeepsOrder = false;
        }

        Changed.Signal();
    }

    private bool TryKeep(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _output.Append(bytes);
            return true;
        }
        catch (Exception exception) when (IsNoSpace(exception))
        {
            return false;
        }
    }

    private void RecordRich(JournalEvent happened)
    {
        lock (_gate)
        {
            if (BeginRich())
            {
                Record(happened);
            }
        }
    }

    /// <summary>Everything that was written before must be told before. False: nothing more is kept.</summary>
    private bool BeginRich()
    {
        if (!IsOpen)
        {
            return false;
        }

        _coalescer.Flush(Now);
        if (++_richEvents > MostRichEvents)
        {
            Truncate();
        }

        return _richEvents <= MostRichEvents;
    }

    /// <summary>Once: what follows is not kept, because of the cap or of a full disk.</summary>
    private void Truncate()
    {
        if (!_isTruncated)
        {
            _isTruncated = true;
            Record(new RunOutputTruncated { RunId = Id, Actor = Started.Actor, LimitBytes = _host.Limits.RunOutputBytes });
        }
    }

    /// <param name="kept">What the run's own log keeps instead; null: the same.</param>
    private void Record(JournalEvent happened, JournalEvent? kept = null)
    {
        try
        {
            happened = happened.At == default ? happened with { At = _host.Time.GetUtcNow() } : happened;
            var seq = _host.Journal.Append(happened);
            _record.SetEvent((kept ?? happened) with { Seq = seq, At = happened.At });
            _log.Append(_record);
        }
        catch (Exception exception) when (IsNoSpace(exception))
        {
            // Not even the reserve was enough: the run still ends for those who wait for it in this process.
            _isTruncated = true;
        }

        Changed.Signal();
    }

    private void ScheduleFlush(TimeSpan delay)
    {
        if (_timer is null)
        {
            _timer = _host.Time.CreateTimer(static run => ((Run)run!).FlushOutput(), this, delay, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private static bool IsNoSpace(Exception exception) =>
        DiskFull.Is(exception) || exception is AgentException { Code: ErrorCode.NoSpace };
}
