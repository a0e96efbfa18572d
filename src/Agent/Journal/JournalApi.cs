using Agent.Hosting;
using Agent.Http;
using Agent.Presence;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Hello;

namespace Agent.Journal;

/// <summary>The journal's services and routes, and what the web server alone says: hello and who is here.</summary>
internal static class JournalApi
{
    public static void AddJournal(this IServiceCollection services, AgentConfig config)
    {
        services.AddSingleton(StateDirectory.Open(config.StateDirectory));
        services.AddSingleton<JournalLimits>();
        services.AddSingleton<EventJournal>();
        services.AddSingleton<PresenceBoard>();
    }

    public static void MapJournal(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var journal = services.GetRequiredService<EventJournal>();
        var presence = services.GetRequiredService<PresenceBoard>();
        var time = services.GetRequiredService<TimeProvider>();
        var ending = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

        endpoints.Map(SandboxRoutes.Events, (context, caller) => StreamEvents.RunAsync(context, caller, journal, presence, time, ending));

        endpoints.Map(SandboxRoutes.Hello, (context, _) => context.Response.WriteAsync(
            new(services.GetRequiredService<AgentConfig>().SandboxId, Contract.Version, HostingApi.Version, journal.JournalId),
            HelloJson.Default.AgentHello));

        endpoints.Map(SandboxRoutes.Presence, async (context, _) =>
        {
            presence.Update(await context.Request.ReadAsync(HelloJson.Default.PresenceUpdate));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
    }
}
