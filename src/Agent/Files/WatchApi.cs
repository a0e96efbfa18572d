using Agent.Http;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>The routes of watches.</summary>
internal static class WatchApi
{
    public static void AddWatches(this IServiceCollection services)
    {
        services.AddSingleton<FileWatches>();
        services.AddSingleton<CheckChanges>();
    }

    public static void MapWatches(this IEndpointRouteBuilder endpoints)
    {
        var ending = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        endpoints.Map(SandboxRoutes.WatchFiles, async (context, _) =>
        {
            var (services, stopping) = (context.RequestServices, context.RequestAborted);
            var request = await context.Request.ReadAsync(WatchJson.Relaxed.WatchFilesRequest);
            var root = await services.GetRequiredService<SandboxFiles>().GetRootAsync(stopping);
            var time = services.GetRequiredService<TimeProvider>();
            var watch = new WatchFiles(root, request, services.GetRequiredService<FileWatches>(), new(context.Response, time), time);
            await watch.RunAsync(ending, stopping);
        });
        endpoints.Map(SandboxRoutes.CheckChanges, static async (context, _) =>
        {
            var (services, stopping) = (context.RequestServices, context.RequestAborted);
            var request = await context.Request.ReadAsync(WatchJson.Relaxed.CheckChangesRequest);
            var root = await services.GetRequiredService<SandboxFiles>().GetRootAsync(stopping);
            var answer = await services.GetRequiredService<CheckChanges>().RunAsync(root, request, stopping);
            await context.Response.WriteAsync(answer, WatchJson.Relaxed.CheckChangesAnswer);
        });
    }
}
