using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Agent.Http;
using Agent.Presence;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Journal;

/// <summary>
/// <c>GET /api/events</c>: history, then <c>caught_up</c>, then live, as lines of JSON or Server-Sent Events. It reads on
/// only when the client has taken what was sent, so a slow client holds one batch here and slows nobody.
/// </summary>
internal static class StreamEvents
{
    /// <summary>At once, the web server's own not counted, which reads for all pages together.</summary>
    public const int MostReaders = 500;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <param name="ending">The Agent ends: so does a stream that waits, or it would hold up the end.</param>
    public static async Task RunAsync(
        HttpContext context, Caller caller, EventJournal journal, PresenceBoard presence, TimeProvider time, CancellationToken ending)
    {
        var request = EventsRequest.Of(context.Request);
        if (caller.Actor != JournalEvent.SystemActor && journal.Subscribers >= MostReaders)
        {
            throw new AgentException(ErrorCode.TooManyRequests, $"{MostReaders} read the journal at once already.");
        }

        var response = context.Response;
        var stopping = context.RequestAborted;
        response.ContentType = request.IsSse ? "text/event-stream" : "application/x-ndjson";
        response.Headers.CacheControl = "no-cache, no-transform";
        await response.StartAsync(stopping);

        // Who only wants to know where the journal stands need not wait for its history.
        var wantsHistory = request.Types is not { } types || types.Any(static type => type is not ("caught_up" or "presence"));
        using var subscription = journal.Subscribe(wantsHistory ? request.After : journal.LastSeq, caller.HistoryAfter);
        var isCaughtUp = false;
        while (true)
        {
            var batch = subscription.Read(request.Types is null ? null : request.Accepts);
            if (!batch.IsEmpty)
            {
                Write(response.BodyWriter, batch.Lines.Span, request.IsSse);
                await response.BodyWriter.FlushAsync(stopping);
                continue;
            }

            if (!request.Follows || ending.IsCancellationRequested)
            {
                return;
            }

            if (!isCaughtUp)
            {
                isCaughtUp = true;
                Tell(new CaughtUp { LastSeq = batch.LastSeq, At = time.GetUtcNow() });
                if (presence.Now is { } people)
                {
                    Tell(people);
                }

                await response.BodyWriter.FlushAsync(stopping);
            }

            if (!await HasMoreAsync(subscription, time, ending, stopping))
            {
                if (request.IsSse)
                {
                    response.BodyWriter.Write(": keep-alive\n\n"u8);
                }
                else
                {
                    Tell(new KeepAlive { At = time.GetUtcNow() }, always: true);
                }

                await response.BodyWriter.FlushAsync(stopping);
            }
        }

        void Tell(JournalEvent happened, bool always = false)
        {
            var line = JournalLine.Of(happened);
            if (always || request.Accepts(JournalLine.TypeOf(line)))
            {
                Write(response.BodyWriter, [.. line, (byte)'\n'], request.IsSse);
            }
        }
    }

    /// <returns>False: 15 s of silence.</returns>
    private static async Task<bool> HasMoreAsync(
        JournalSubscription subscription, TimeProvider time, CancellationToken ending, CancellationToken stopping)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping, ending);
        var more = subscription.WaitAsync(waiting.Token);
        if (more.IsCompletedSuccessfully)
        {
            return true;
        }

        var silence = Task.Delay(Silence, time, waiting.Token);
        var first = await Task.WhenAny(more, silence);
        await waiting.CancelAsync();
        stopping.ThrowIfCancellationRequested();
        return first == more;
    }

    /// <param name="lines">Each ended by a newline.</param>
    private static void Write(PipeWriter body, ReadOnlySpan<byte> lines, bool isSse)
    {
        if (!isSse)
        {
            body.Write(lines);
            return;
        }

        Span<byte> number = stackalloc byte[20];
        while (!lines.IsEmpty)
        {
            var line = lines[..lines.IndexOf((byte)'\n')];
            if (JournalLine.SeqOf(line) is { } seq && Utf8Formatter.TryFormat(seq, number, out var digits))
            {
                body.Write("id: "u8);
                body.Write(number[..digits]);
                body.Write("\n"u8);
            }

            body.Write("data: "u8);
            body.Write(line);
            body.Write("\n\n"u8);
            lines = lines[(line.Length + 1)..];
        }
    }
}
