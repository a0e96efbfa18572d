using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Ide.Web.Accounts;

/// <summary>The role that an endpoint under a <c>{sandboxId}</c>, or a method of the hub, needs; a test sees that each says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsSandboxRoleAttribute(Role role) : Attribute
{
    public Role Role { get; } = role;
}

/// <summary>Checks the id and the caller's role before an endpoint of one sandbox runs.</summary>
internal static class SandboxEndpoints
{
    private static readonly object SandboxKey = new();

    extension<TBuilder>(TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        public TBuilder RequireSandboxRole(Role role)
        {
            endpoints.WithMetadata(new NeedsSandboxRoleAttribute(role));
            return endpoints;
        }
    }

    extension(HttpContext context)
    {
        /// <summary>The sandbox that the path names. Only where <see cref="SandboxRouteGuard"/> has let the request through.</summary>
        public SandboxId SandboxId => (SandboxId)context.Items[SandboxKey]!;

        public void SetSandboxId(SandboxId id) => context.Items[SandboxKey] = id;
    }
}

/// <summary>
/// Refuses requests under a <c>{sandboxId}</c> whose caller has not the role that the endpoint needs. An endpoint that
/// names none is refused to everybody. Pages look for themselves, so that they can say it as a page.
/// </summary>
internal sealed class SandboxRouteGuard(RequestDelegate next, SandboxAccess access)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.RoutePattern.GetParameter("sandboxId") is null
            || endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            return next(context);
        }

        if (!SandboxId.TryParse(context.GetRouteValue("sandboxId") as string, out var sandbox))
        {
            throw new AgentException(ErrorCode.SandboxNotFound, $"There is no such sandbox; an id is {SandboxId.Rule}.");
        }

        var needed = endpoint.Metadata.GetMetadata<NeedsSandboxRoleAttribute>()
            ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say which role it needs.");
        access.Demand(context.Caller, sandbox, needed.Role);
        context.SetSandboxId(sandbox);
        return next(context);
    }
}
