using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Agent.Tests.Sessions;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Terminals;

/// <summary>
/// Programs that write without end, before viewers of every kind. A program waits only so long for who takes nothing, and
/// memory is the whole process's: both want the machine for themselves.
/// </summary>
[Collection(Alone.Name)]
public sealed class TerminalFloodTests(AgentApp app) : IClassFixture<AgentApp>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_a_flood_alone_sees_every_byte_of_it()
    {
        await using var terminal = await OpenAsync();
        await terminal.TypeAsync("head -c 20000000 /dev/zero | tr '\\0' '\\43' ; echo; echo e''nd\r");
        await terminal.UntilAsync(() => terminal.Count > 20_000_000, within: TimeSpan.FromMinutes(2));
        await terminal.SeeAsync("end");
        Assert.Equal(20_000_000, terminal.Bytes.Count(static value => value == '#'));
    }

    [Fact]
    public async Task A_slow_viewer_is_closed_and_the_others_and_the_program_go_on()
    {
        var id = await CreateAsync();
        await using var quick = await AttachAsync(id);
        await using var slow = await AttachAsync(id, role: Role.Viewer);
        slow.IsPaused = true;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await quick.TypeAsync("yes | head -c 30000000; echo e''nd\r");
        await quick.UntilAsync(() => quick.Count > 30_000_000, within: TimeSpan.FromMinutes(2));
        await quick.SeeAsync("\r\nend");
        await Eventually.TrueAsync(async () => (int)(await FindAsync(id))!["viewers"]! == 1);
        slow.IsPaused = false;
        await slow.UntilAsync(() => slow.IsClosed);
        await using var back = await AttachAsync(id, Role.Viewer, slow.Count);
        await back.UntilAsync(() => back.Text.EndsWith("$ ", StringComparison.Ordinal) && End(back) == End(quick));
        Assert.True((long)back.Ready["offset"]! > slow.Count);
        Assert.InRange(back.Count, 900_000, 1 << 20);
        Assert.Equal(quick.Bytes[^(int)back.Count..], back.Bytes);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 200_000_000); // what the viewers here keep is in it
    }

    [Fact]
    public async Task A_program_waits_for_nobody_who_takes_nothing()
    {
        var id = await CreateAsync();
        await using var stuck = await AttachAsync(id);
        await stuck.TypeAsync("yes | head -c 20000000; echo e''nd; touch finished\r");
        stuck.IsPaused = true;
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(app.Workspace, "finished")), within: TimeSpan.FromMinutes(2));
        await using var late = await AttachAsync(id);
        await late.SeeAsync("\r\nend");
        Assert.True((long)late.Ready["offset"]! > 10_000_000);
    }

    /// <summary>How far a viewer has come in the terminal's whole output.</summary>
    private static long End(TerminalClient viewer) => (long)viewer.Ready["offset"]! + viewer.Count;

    private async Task<string> CreateAsync() => (string)(await app.PostAsync("/api/terminals", new { }))["id"]!;

    private async Task<JsonNode?> FindAsync(string id)
    {
        using var list = await app.SendAsync(HttpMethod.Get, "/api/terminals", role: Role.Viewer);
        return JsonNode.Parse(await list.Content.ReadAsStringAsync(Deadline))!["terminals"]!.AsArray().SingleOrDefault(terminal => (string)terminal!["id"]! == id);
    }

    private Task<TerminalClient> AttachAsync(string id, Role role = Role.Editor, long? after = null) =>
        OpenAsync($"sessionId={id}" + (after is null ? "" : $"&after={after}"), role);

    private async Task<TerminalClient> OpenAsync(string query = "", Role role = Role.Editor)
    {
        var client = new TerminalClient(await app.ConnectAsync($"/ws/pty?{query}", role));
        await client.HearAsync("ready");
        return client;
    }
}
