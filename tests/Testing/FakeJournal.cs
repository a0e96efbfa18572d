using System.Text.Json;
using Ide.Core.Protocol.Journal;
using Microsoft.AspNetCore.Http;

namespace Testing;

/// <summary>A journal in memory, served like an Agent's: history after a seq, then live, lines without seq in between.</summary>
public sealed class FakeJournal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<string> _said = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isComplete;
    private long _servedBytes;
    private int _followers;

    /// <summary>How many bytes of events were handed out, over all subscriptions.</summary>
    public long ServedBytes => Interlocked.Read(ref _servedBytes);

    /// <summary>The memory that the events take here, in bytes.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                return _lines.Sum(static line => (2L * line.Length) + 32);
            }
        }
    }

    /// <summary>How many subscriptions with <c>follow=true</c> there were so far.</summary>
    public int Followers => Volatile.Read(ref _followers);

    /// <summary>What was appended first and is not kept any more.</summary>
    public long ForgottenUpTo { get; set; }

    public long LastSeq
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>Adds events, which get the next numbers.</summary>
    public void Append(params ReadOnlySpan<JournalEvent> events)
    {
        lock (_gate)
        {
            foreach (var item in events)
            {
                _lines.Add(JsonSerializer.Serialize(
                    item with { Seq = _lines.Count + 1, At = DateTimeOffset.UnixEpoch }, JournalJson.Relaxed.JournalEvent));
            }
        }

        Wake();
    }

    /// <summary>Adds a line as it is, valid or not.</summary>
    public void AppendRaw(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }

        Wake();
    }

    /// <summary>Says something that is not kept to who follows now.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            _said.Add(line);
        }

        Wake();
    }

    /// <summary>Begins anew: another past.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
        }
    }

    /// <summary>Ends all subscriptions.</summary>
    public void Complete()
    {
        _isComplete = true;
        Wake();
    }

    internal async Task ServeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (after, follows) = (long.Parse(query["after"].ToString()), query["follow"] == "true");
        var isSilent = query["types"].ToString().Length > 0;
        Interlocked.Add(ref _followers, follows ? 1 : 0);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync();
        int said;
        List<string> first = [];
        lock (_gate)
        {
            said = _said.Count;
            if (after > _lines.Count || after < ForgottenUpTo)
            {
                after = ForgottenUpTo;
                first.Add($$"""{"at":"{{DateTimeOffset.UnixEpoch:O}}","actor":"system","type":"truncated","firstSeq":{{after + 1}}}""");
            }
        }

        var toldCaughtUp = false;
        while (!_isComplete && !context.RequestAborted.IsCancellationRequested)
        {
            string[] lines;
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
                lines = [.. first, .. _said.Skip(said), .. isSilent ? [] : _lines.Skip((int)after).Take(500)];
                said = _said.Count;
                first.Clear();
                after = isSilent ? _lines.Count : Math.Min(_lines.Count, after + 500);
            }

            foreach (var line in lines)
            {
                Interlocked.Add(ref _servedBytes, line.Length + 1);
                await context.Response.WriteAsync(line + "\n", context.RequestAborted);
            }

            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (after == LastSeq)
            {
                if (!follows)
                {
                    return;
                }

                if (!toldCaughtUp)
                {
                    toldCaughtUp = true;
                    await context.Response.WriteAsync(
                        $$"""{"at":"{{DateTimeOffset.UnixEpoch:O}}","actor":"system","type":"caught_up","lastSeq":{{after}}}""" + "\n");
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }

                await changed.WaitAsync(context.RequestAborted);
            }
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
