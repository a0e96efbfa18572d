using System.Text.Json.Nodes;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Web.Streaming;
using Microsoft.Extensions.DependencyInjection;

namespace Ide.Web.Tests.Streaming;

public sealed class FeedTests : WebTest
{
    private FakeAgent _agent = null!;

    public override async ValueTask InitializeAsync() => _agent = await App.AddSandboxAsync("box");

    private static SessionOutput Output(string text) => new() { SessionId = Parse("s"), Stream = OutputStream.Stdout, Text = text };

    private static Core.Protocol.SessionId Parse(string text) =>
        Core.Protocol.SessionId.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    private void Append(int count, int bytes = 10)
    {
        var text = new string('x', bytes);
        for (var i = 0; i < count; i++)
        {
            _agent.Journal.Append(Output(text));
        }
    }

    /// <summary>Somebody who watches, and has seen so many events happen.</summary>
    private async Task<HubClient> WatchAsync(int events)
    {
        var viewer = await HubClient.ConnectAsync(App);
        await viewer.CallAsync("Join", "box", 0);
        Append(events);
        await Eventually.TrueAsync(() => viewer.Seqs.Length == events, "the first events have come");
        return viewer;
    }

    private static long[] UpTo(long last, long first = 1) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(static seq => (long)seq)];

    [Fact]
    public async Task A_viewer_gets_history_then_what_happens_each_event_once()
    {
        Append(1000);
        await using var viewer = await HubClient.ConnectAsync(App);

        var joined = await viewer.CallAsync("Join", "box", 0);
        Append(1000);

        Assert.Equal(("box", "owner", "owner"), ((string?)joined!["sandboxId"], (string?)joined["name"], (string?)joined["role"]));
        await Eventually.TrueAsync(() => viewer.Seqs.Length >= 2000 && viewer.IsCaughtUp, "all events have come");
        Assert.Equal(UpTo(2000), viewer.Seqs);
        Assert.Equal("live", (string?)viewer.States.Last()["connection"]);
        Assert.Equal(_agent.JournalId, (string?)viewer.States.Last()["journalId"]);
    }

    [Fact]
    public async Task Viewers_who_join_anywhere_during_a_flood_miss_and_repeat_nothing_and_share_one_subscription()
    {
        using var stop = new CancellationTokenSource();
        var flood = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Append(20, 200);
                await Task.Delay(1);
            }
        }, Cancel);
        var viewers = new List<(HubClient Client, long After)>();
        for (var i = 0; i < 12; i++)
        {
            var after = Random.Shared.NextInt64(_agent.Journal.LastSeq + 1);
            var client = await HubClient.ConnectAsync(App);
            await client.CallAsync("Join", "box", after);
            viewers.Add((client, after));
        }

        await stop.CancelAsync();
        await flood;
        var last = _agent.Journal.LastSeq;
        foreach (var (client, after) in viewers)
        {
            await Eventually.TrueAsync(() => client.Seqs.LastOrDefault() == last, $"the viewer after {after} has everything up to {last}");
            Assert.Equal(UpTo(last, after + 1), client.Seqs);
            await client.DisposeAsync();
        }

        Assert.Equal(1, _agent.Journal.Followers);
    }

    [Fact]
    public async Task When_the_agent_dies_viewers_are_told_and_go_on_where_they_were()
    {
        await using var viewer = await WatchAsync(events: 10);

        await _agent.CrashAsync();
        await Eventually.TrueAsync(() => viewer.States.Any(static state => (string?)state["connection"] == "reconnecting"), "the loss was told");
        Append(10);
        await _agent.RestartAsync();

        await Eventually.TrueAsync(() => viewer.Seqs.Length == 20, "the events since have come");
        Assert.Equal(UpTo(20), viewer.Seqs);
        Assert.Equal("live", (string?)viewer.States.Last()["connection"]);
        Assert.Empty(viewer.Resets);
        await Eventually.TrueAsync(
            () => viewer.Events.Count(static item => (string?)item["type"] == "caught_up") == 2, "that all has come was told again");
    }

    [Fact]
    public async Task When_the_journal_gets_another_past_viewers_start_over()
    {
        await using var viewer = await WatchAsync(events: 10);

        await _agent.CrashAsync();
        _agent.Journal.Clear();
        _agent.JournalId = "journal-2";
        Append(3);
        await _agent.RestartAsync();

        await Eventually.TrueAsync(() => viewer.Seqs.Length == 13, "the new past has come");
        Assert.Equal([.. UpTo(10), 1, 2, 3], viewer.Seqs);
        Assert.Equal("journal-2", viewer.Resets.Single());
    }

    [Fact]
    public async Task A_page_that_has_more_than_there_is_starts_over()
    {
        Append(3);
        await using var viewer = await HubClient.ConnectAsync(App);

        await viewer.CallAsync("Join", "box", 500);

        await Eventually.TrueAsync(() => viewer.Seqs.Length == 3, "the whole journal has come");
        Assert.Single(viewer.Resets);
    }

    [Fact]
    public async Task Who_asks_for_what_is_no_longer_kept_is_told_and_gets_the_rest()
    {
        Append(100);
        _agent.Journal.ForgottenUpTo = 60;
        await using var viewer = await HubClient.ConnectAsync(App);

        await viewer.CallAsync("Join", "box", 0);

        await Eventually.TrueAsync(() => viewer.IsCaughtUp, "the viewer has caught up");
        Assert.Equal(61, (long?)viewer.Events.First(static item => (string?)item["type"] == "truncated")["firstSeq"]);
        Assert.Equal(UpTo(100, 61), viewer.Seqs);
    }

    [Fact]
    public async Task A_sandbox_is_in_use_for_as_long_as_a_page_has_joined_it()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        await using (var viewer = await WatchAsync(events: 1))
        {
            await using var other = await HubClient.ConnectAsync(App);
            await other.CallAsync("Join", "box", 0);
            Assert.Equal(2, App.Sandboxes.UsesOf(id));
            await other.CallAsync("Leave");
            Assert.Equal(1, App.Sandboxes.UsesOf(id));
        }

        await Eventually.TrueAsync(() => App.Sandboxes.UsesOf(id) == 0, "the use ends with the page");
    }

    [Fact]
    public async Task A_sandbox_that_is_stopped_stays_stopped_while_people_look_and_their_events_go_on_when_it_starts()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        await using var viewer = await WatchAsync(events: 1);

        App.Sandboxes.Stop(id);
        await _agent.CrashAsync();
        await Eventually.TrueAsync(() => viewer.States.Any(static state => (string?)state["connection"] == "stopped"), "it was told");
        Assert.Equal(0, App.Sandboxes.Wakes);

        Append(1);
        await _agent.RestartAsync();
        using var owner = App.Program();
        using var woken = await owner.GetAsync("/sandboxes/box/api/ping", Cancel);
        await Eventually.TrueAsync(() => viewer.Seqs.Length == 2, "the events go on");
    }

    [Fact]
    public async Task Who_reads_the_journal_of_a_stopped_sandbox_wakes_it_only_to_join_from_now_on()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        var journal = App.Services.GetRequiredService<AgentJournal>();
        Append(3);
        App.Sandboxes.Stop(id);

        var refusal = await Assert.ThrowsAsync<AgentException>(() => journal.OpenAsync(id, 0, follow: false, Cancel));
        Assert.Equal((ErrorCode.SandboxUnavailable, 0), (refusal.Code, App.Sandboxes.Wakes));
        Assert.Equal((3, 1), (await journal.LastSeqAsync(id, Cancel), App.Sandboxes.Wakes));
    }

    [Fact]
    public async Task A_sandbox_that_dies_while_somebody_looks_is_started_again_and_its_events_go_on()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        await using var viewer = await WatchAsync(events: 1);

        await App.Sandboxes.DieAsync(id);
        Append(1);

        await Eventually.TrueAsync(() => viewer.Seqs.Length == 2, "the events go on");
        Assert.Equal((1, 0), (App.Sandboxes.Revivals, App.Sandboxes.Wakes));
        Assert.Contains("restarting", viewer.States.Select(static state => (string?)state["connection"]));
        Assert.DoesNotContain("stopped", viewer.States.Select(static state => (string?)state["connection"]));
    }

    [Fact]
    public async Task A_sandbox_that_is_given_up_can_be_joined_and_says_why_it_does_not_run()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        App.Sandboxes.GiveUp(id, "It died too often.");
        await using var viewer = await HubClient.ConnectAsync(App);

        await viewer.CallAsync("Join", "box", 0);

        await Eventually.TrueAsync(() => (string?)viewer.States.LastOrDefault()?["connection"] == "failed", "it was told");
        Assert.Equal("It died too often.", (string?)viewer.States.Last()["detail"]);
    }

    [Fact]
    public async Task A_program_with_a_stream_has_its_sandbox_started_again_when_that_dies()
    {
        Assert.True(Core.Protocol.SandboxId.TryParse("box", out var id));
        using var program = App.Program();
        using var stream = await program.GetAsync("/sandboxes/box/api/events?after=0&follow=true", HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.True(stream.IsSuccessStatusCode);

        await App.Sandboxes.DieAsync(id);

        await Eventually.TrueAsync(() => App.Sandboxes.Revivals == 1, "it was started again");
    }

    [Theory]
    [InlineData("""{"seq":1}]}""")]
    [InlineData("""{"seq":1,"type":"x"} {"seq":2}""")]
    [InlineData("not json")]
    [InlineData("""{"seq":7,"type":"x"}""")]
    [InlineData("""["seq",1]""")]
    public async Task What_is_no_event_never_reaches_a_browser(string line)
    {
        _agent.Journal.AppendRaw(line);
        await using var viewer = await HubClient.ConnectAsync(App);

        await viewer.CallAsync("Join", "box", 0);

        await Eventually.TrueAsync(() => viewer.States.Any(static state => (string?)state["connection"] == "reconnecting"), "the fault was met");
        Assert.Empty(viewer.Events);
        Assert.False(viewer.Closed.IsCompleted);
    }

    [Fact]
    public async Task Who_is_here_is_told_once_a_person_with_their_role_also_to_who_comes_later()
    {
        static string[] People(HubClient client) =>
            [.. (client.Events.LastOrDefault(static item => (string?)item["type"] == "presence")?["people"] as JsonArray ?? [])
                .Select(static person => $"{person!["name"]} {person["role"]}")];
        await using var owner = await HubClient.ConnectAsync(App);
        await owner.CallAsync("Join", "box", 0);
        using var program = App.Program();
        using var made = await program.PostAsync("/api/tokens", new StringContent("""{"name":"robot","role":"viewer"}""", null, "application/json"), Cancel);
        var token = (string)JsonNode.Parse(await made.Content.ReadAsStringAsync(Cancel))!["token"]!;

        await using (var first = await HubClient.ConnectAsync(App, token))
        await using (var second = await HubClient.ConnectAsync(App, token))
        {
            await first.CallAsync("Join", "box", 0);
            await Eventually.TrueAsync(() => People(owner).SequenceEqual(["owner owner", "robot viewer"]), "both are here");
            await second.CallAsync("Join", "box", 0);
            await Eventually.TrueAsync(() => People(second).SequenceEqual(["owner owner", "robot viewer"]), "the second page sees it too");
        }

        await Eventually.TrueAsync(() => People(owner).SequenceEqual(["owner owner"]), "the robot has left");
    }
}
