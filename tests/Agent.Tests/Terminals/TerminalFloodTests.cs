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
    [Fact]
    public async Task Who_watches_a_flood_alone_sees_every_byte_of_it()
    {
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.TypeAsync("head -c 20000000 /dev/zero | tr '\\0' '\\43' ; echo; echo e''nd\r");
        await terminal.UntilAsync(() => terminal.Count > 20_000_000, within: TimeSpan.FromMinutes(2));
        await terminal.SeeAsync("end");
        Assert.Equal(20_000_000, terminal.Bytes.Count(static value => value == '#'));
    }

    [Fact]
    public async Task A_slow_viewer_is_closed_and_the_others_and_the_program_go_on()
    {
        var id = await app.CreateTerminalAsync();
        await using var quick = await app.AttachTerminalAsync(id);
        await using var slow = await app.AttachTerminalAsync(id, role: Role.Viewer);
        slow.IsPaused = true;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await quick.TypeAsync("yes | head -c 30000000; echo e''nd\r");
        await quick.UntilAsync(() => quick.Count > 30_000_000, within: TimeSpan.FromMinutes(2));
        await quick.SeeAsync("\r\nend");
        await Eventually.TrueAsync(async () => (int)(await app.FindTerminalAsync(id))!["viewers"]! == 1);
        slow.IsPaused = false;
        await slow.UntilAsync(() => slow.IsClosed);
        await using var back = await app.AttachTerminalAsync(id, Role.Viewer, slow.Count);
        await back.UntilAsync(() => back.Text.EndsWith("$ ", StringComparison.Ordinal) && End(back) == End(quick));
        Assert.True((long)back.Ready["offset"]! > slow.Count);
        Assert.InRange(back.Count, 900_000, 1 << 20);
        Assert.Equal(quick.Bytes[^(int)back.Count..], back.Bytes);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 200_000_000); // what the viewers here keep is in it
    }

    [Fact]
    public async Task A_program_waits_for_nobody_who_takes_nothing()
    {
        var id = await app.CreateTerminalAsync();
        await using var stuck = await app.AttachTerminalAsync(id);
        await stuck.TypeAsync("yes | head -c 20000000; echo e''nd; touch finished\r");
        stuck.IsPaused = true;
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(app.Workspace, "finished")), within: TimeSpan.FromMinutes(2));
        await using var late = await app.AttachTerminalAsync(id);
        await late.SeeAsync("\r\nend");
        Assert.True((long)late.Ready["offset"]! > 10_000_000);
    }

    /// <summary>How far a viewer has come in the terminal's whole output.</summary>
    private static long End(TerminalClient viewer) => (long)viewer.Ready["offset"]! + viewer.Count;
}
