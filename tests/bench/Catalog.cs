using Bench.Measurements;

namespace Bench;

/// <summary>Everything that is measured, in the order of the table.</summary>
internal static class Catalog
{
    public static IReadOnlyList<IMeasurement> All { get; } =
    [
        new CreateSandbox("none"),
        new CreateSandbox("egress"),
        new NewContext(),
        new ColdContext(),
        new TenContexts(),
        new OnePlusOne(),
        new ExecTrue("session", "in a session", session: null, goal: 3),
        new ExecTrue("fresh", "in a fresh shell", ExecTrue.NoSession, goal: 2.5),
        new ExecLines(),
        new PrintFlood(),
        new WriteAndRead(),
        new WriteAndReadRaw(),
        new KeystrokeEcho(),
        new TerminalFlood(),
        new Viewers(),
        .. BrowserFlood.Cases,
        new LongHistory(),
        .. InterruptLatency.Cases,
        .. Neighbour.Cases,
        new IdleMemory("none"),
        new IdleMemory("egress"),
        new PageReload(),
        new PageWeight(),
        new StartOfProduct(),
        new AgentSize(),
        new AgentStart(),
    ];
}
