using System.IO.Pipelines;
using System.Text;
using Agent.Journal;
using Agent.Presence;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Agent.Tests.Journal;

public sealed class StreamEventsTests
{
    [Fact]
    public async Task Who_follows_the_journal_does_not_hold_up_the_Agents_end_and_is_told_what_came_before_it()
    {
        using var fixture = new JournalFixture();
        using var ending = new CancellationTokenSource();
        var sent = new Pipe();
        var context = new DefaultHttpContext();
        context.Request.QueryString = new("?after=0&follow=true");
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(sent.Writer.AsStream()));
        var following = StreamEvents.RunAsync(
            context, new("ann", Role.Owner, HistoryAfter: 0), fixture.Journal,
            new PresenceBoard(fixture.Journal, TimeProvider.System), TimeProvider.System, ending.Token);
        using var reader = new StreamReader(sent.Reader.AsStream(), Encoding.UTF8);
        Assert.Contains("caught_up", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(following.IsCompleted);

        fixture.Journal.Append(new SessionCreated { SessionId = SessionId.New() });
        await ending.CancelAsync();

        await following.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Contains("\"seq\":1", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/event-stream", ": keep-alive")]
    [InlineData("application/x-ndjson", "keep_alive")]
    public async Task Fifteen_seconds_in_which_nothing_happens_are_a_sign_of_life_to_who_follows(string accept, string sign)
    {
        using var fixture = new JournalFixture();
        using var ending = new CancellationTokenSource();
        var time = new ManualTimeProvider();
        var sent = new Pipe();
        var context = new DefaultHttpContext();
        context.Request.QueryString = new("?follow=true");
        context.Request.Headers.Accept = accept;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(sent.Writer.AsStream()));
        var following = StreamEvents.RunAsync(
            context, new("ann", Role.Owner, HistoryAfter: 0), fixture.Journal, new PresenceBoard(fixture.Journal, time), time, ending.Token);
        using var reader = new StreamReader(sent.Reader.AsStream(), Encoding.UTF8);
        Assert.Contains("caught_up", await NextAsync(), StringComparison.Ordinal);

        for (var signs = 0; signs < 2; signs++)
        {
            await Eventually.TrueAsync(() => time.NextDueIn == TimeSpan.FromSeconds(15));
            time.Advance(TimeSpan.FromSeconds(15));
            Assert.Contains(sign, await NextAsync(), StringComparison.Ordinal);
        }

        await ending.CancelAsync();
        await following.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        async Task<string> NextAsync()
        {
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line is not "")
                {
                    return line;
                }
            }

            throw new EndOfStreamException("The stream has ended.");
        }
    }

    [Fact]
    public async Task Past_five_hundred_readers_one_more_is_refused_and_the_web_server_is_not()
    {
        using var fixture = new JournalFixture();
        var readers = Enumerable.Range(0, StreamEvents.MostReaders).Select(_ => fixture.Journal.Subscribe(0)).ToList();

        var refusal = await Assert.ThrowsAsync<AgentException>(() => ReadAsync("ann"));
        Assert.Equal(ErrorCode.TooManyRequests, refusal.Code);
        await ReadAsync(JournalEvent.SystemActor);
        readers[0].Dispose();
        await ReadAsync("ann");
        readers.ForEach(static reader => reader.Dispose());

        Task ReadAsync(string actor) => StreamEvents.RunAsync(
            new DefaultHttpContext(), new(actor, Role.Viewer, HistoryAfter: 0), fixture.Journal,
            new PresenceBoard(fixture.Journal, TimeProvider.System), TimeProvider.System, CancellationToken.None);
    }
}
