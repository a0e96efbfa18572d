using Ide.Core.Protocol;
using Ide.Core.Protocol.Journal;

namespace Ide.Web.Tests.Streaming;

/// <summary>What one viewer costs that does not read. The memory is the whole process's, so no other test may run meanwhile.</summary>
[CollectionDefinition(nameof(SlowViewerTests), DisableParallelization = true)]
[Collection(nameof(SlowViewerTests))]
public sealed class SlowViewerTests : WebTest
{
    private FakeAgent _agent = null!;

    public override async ValueTask InitializeAsync() => _agent = await App.AddSandboxAsync("box");

    [Fact]
    public async Task A_viewer_that_does_not_read_costs_little_and_slows_nobody_and_gets_everything_in_the_end()
    {
        await using var slow = await HubClient.ConnectAsync(App, reads: false);
        await slow.SendRawAsync("""{"type":1,"target":"Join","arguments":["box",0]}""");
        await using var quick = await HubClient.ConnectAsync(App);
        await quick.CallAsync("Join", "box", 0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // 64 MB while the slow one does not read a byte: eight times what the ring holds.
        const int events = 16_000;
        for (var sent = 0; sent < events; sent += 100)
        {
            Append(100, 4000);
            var expected = sent + 100;
            await Eventually.TrueAsync(() => quick.Events.Count >= expected, "the quick one keeps up");
        }

        await Eventually.TrueAsync(() => quick.Events.Count(static item => item["seq"] is not null) == events, "the quick one has all");
        quick.Events.Clear();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before - _agent.Journal.HeldBytes;
        Assert.InRange(held, long.MinValue, 40 * 1024 * 1024);

        slow.StartReading();
        await Eventually.TrueAsync(() => slow.Seqs.LastOrDefault() == events, "the slow one has all");
        Assert.Equal(Enumerable.Range(1, events).Select(static seq => (long)seq), slow.Seqs);
    }

    private void Append(int count, int bytes)
    {
        Assert.True(SessionId.TryParse("s", out var session));
        var text = new string('x', bytes);
        for (var i = 0; i < count; i++)
        {
            _agent.Journal.Append(new SessionOutput { SessionId = session, Stream = OutputStream.Stdout, Text = text });
        }
    }
}
