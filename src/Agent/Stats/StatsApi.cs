using Agent.Http;
using Agent.Journal;
using Agent.Native;
using Agent.Runs;
using Agent.Terminals;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Health;
using Ide.Core.Protocol.Hello;

namespace Agent.Stats;

/// <summary><c>GET /api/stats</c>: what the sandbox uses now, and how much history is kept; and, for the server, whether it works.</summary>
internal static class StatsApi
{
    public static void MapStats(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        endpoints.Map(SandboxRoutes.Activity, (context, _) =>
            context.Response.WriteAsync(ActivityOf(services), HelloJson.Default.AgentActivity));
        endpoints.Map(SandboxRoutes.Stats, async (context, _) =>
        {
            var world = await services.GetRequiredService<Launcher>().GetStatisticsAsync(context.RequestAborted)
                ?? throw new AgentException(ErrorCode.SandboxUnavailable, "The sandbox is starting anew.");
            var config = services.GetRequiredService<AgentConfig>();
            await context.Response.WriteAsync(
                new(
                    true,
                    new(world.ProportionalBytes, Environment.WorkingSet, config.MemoryMb * 1024L * 1024),
                    new(world.CpuTime.TotalSeconds, Environment.ProcessorCount),
                    world.Processes,
                    DiskOf(config.StateDirectory),
                    JournalOf(services),
                    services.GetRequiredService<TimeProvider>().GetUtcNow()),
                HealthJson.Default.StatsAnswer);
        });
    }

    private static AgentActivity ActivityOf(IServiceProvider services)
    {
        var runs = services.GetRequiredService<RunRegistry>().List();
        return new(
            runs.Any(static run => run.Finished is null),
            services.GetRequiredService<TerminalRegistry>().All.Select(static terminal => terminal.LastActiveAt)
                .Concat(runs.Select(static run => run.Finished?.At))
                .Max());
    }

    private static DiskStats DiskOf(string directory)
    {
        var drive = new DriveInfo(directory);
        return new(drive.TotalSize - drive.TotalFreeSpace, drive.AvailableFreeSpace, drive.TotalSize);
    }

    private static JournalStats JournalOf(IServiceProvider services)
    {
        var journal = services.GetRequiredService<EventJournal>();
        var limits = services.GetRequiredService<JournalLimits>();
        var runs = services.GetRequiredService<RunRegistry>().List();
        return new()
        {
            FirstSeq = journal.FirstSeq,
            LastSeq = journal.LastSeq,
            SizeBytes = journal.SizeBytes,
            KeepBytes = limits.JournalBytes,
            HardKeepBytes = limits.HardJournalBytes,
            Runs = runs.Count,
            RunBytes = runs.Sum(static run => run.OutputBytes),
            KeepRunBytes = limits.AllOutputBytes,
            KeepRuns = limits.FinishedRuns,
            KeepRunHours = limits.RunAge.TotalHours,
            RunOutputBytes = limits.RunOutputBytes,
        };
    }
}
