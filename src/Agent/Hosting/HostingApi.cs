using Agent.Http;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Health;
using Ide.Core.Protocol.Hello;

namespace Agent.Hosting;

/// <summary>The Agent's own routes: is it there, which version, end; and what every other path gets.</summary>
internal static class HostingApi
{
    public const string Version = "0.1.0";

    public static void MapHosting(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(SandboxRoutes.Ping, static (context, _) => context.Response.WriteAsync(
            new PingAnswer(true, "healthy", Now(context)), HealthJson.Default.PingAnswer));

        endpoints.Map(SandboxRoutes.Version, static (context, _) => context.Response.WriteAsync(
            new VersionAnswer(true, Version, Contract.Version, Now(context)), HealthJson.Default.VersionAnswer));

        endpoints.Map(SandboxRoutes.Shutdown, static (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.RequestServices.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            return Task.CompletedTask;
        });

        endpoints.MapFallback("{**path}", static context => Problems.WriteAsync(context, new AgentException(
            ErrorCode.RouteNotFound, $"There is no {context.Request.Method} {context.Request.Path} in a sandbox.")));
    }

    private static DateTimeOffset Now(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
