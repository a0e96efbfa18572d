using System.Globalization;
using Agent.Http;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Runs;

/// <summary>
/// Sends a run's events as Server-Sent Events until its end: for the call that started it, for who joins it, and for who
/// was cut off, all the same events under the same numbers.
/// </summary>
internal static class StreamRun
{
    /// <summary>The route: resumes after <c>Last-Event-ID</c>, or <c>?after=</c>.</summary>
    public static Task RunAsync(HttpContext context, Run run, TimeProvider time)
    {
        var resume = context.Request.Headers["Last-Event-ID"].ToString();
        var after = long.TryParse(resume, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : context.Request.QueryNumber("after") ?? 0;
        return RunAsync(context, run, after, time);
    }

    public static async Task RunAsync(HttpContext context, Run run, long after, TimeProvider time)
    {
        var sse = new SseWriter(context.Response, time);
        await sse.StartAsync(context.RequestAborted);
        using var reader = run.Follow(after);
        try
        {
            while (!reader.IsAtEnd)
            {
                await SendWhatIsThereAsync(sse, run, reader, context.RequestAborted);
                await sse.FlushAsync(context.RequestAborted);
                if (!reader.IsAtEnd)
                {
                    await sse.KeepAliveWhileAsync(reader.WaitAsync(context.RequestAborted), context.RequestAborted);
                }
            }
        }
        catch (AgentException damage)
        {
            RunFormat.WriteDamaged(sse.Begin(reader.LastId + 1), run.Started.Kind, time.GetUtcNow(), damage);
            sse.End();
            await sse.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task SendWhatIsThereAsync(SseWriter sse, Run run, RunEventReader reader, CancellationToken cancellationToken)
    {
        while (reader.TryRead(out var next))
        {
            if (next.Happened is RunResult result)
            {
                await ResultFormat.WriteAsync(sse, run, next.Id, result, cancellationToken);
            }
            else if (RunFormat.Tells(next))
            {
                RunFormat.Write(sse.Begin(next.Id), run, next);
                sse.End();
            }

            await sse.FlushLargeAsync(cancellationToken);
        }
    }
}
