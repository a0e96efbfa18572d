using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;

namespace Ide.Web.Gateway;

/// <summary><c>/sandboxes/{id}/…</c>: the sandbox API, route by route from the one table.</summary>
internal static class GatewayEndpoints
{
    private const string Prefix = "/sandboxes/{sandboxId}";

    extension(IServiceCollection services)
    {
        public IServiceCollection AddGateway()
        {
            services.AddHttpForwarder();
            return services.AddSingleton<AgentLinks>().AddSingleton<SandboxGateway>().AddSingleton<AgentApi>();
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        public void MapGateway()
        {
            foreach (var route in SandboxRoutes.All.Except(SandboxRoutes.Internal))
            {
                routes.MapMethods(
                        Prefix + route.Pattern,
                        [route.Method],
                        (HttpContext context, SandboxGateway gateway) => gateway.ForwardAsync(context, route))
                    .WithMetadata(route)
                    .RequireSandboxRole(route.Role);
            }

            routes.Map(Prefix + "/{**path}", static (HttpContext context) => throw new AgentException(
                    ErrorCode.RouteNotFound, $"There is no {context.Request.Method} {context.Request.Path} in a sandbox."))
                .RequireSandboxRole(Role.Viewer);
        }
    }
}
