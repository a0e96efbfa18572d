using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;

namespace Ide.Web.Hosting;

/// <summary>Answers 421 to a name that is not ours, so that no foreign page reaches the server under its own name.</summary>
internal sealed class HostGate(RequestDelegate next, ServerAddress address)
{
    public Task InvokeAsync(HttpContext context) =>
        address.IsKnownHost(context.Request.Host)
            ? next(context)
            : context.RefuseAsync(
                ErrorCode.UnknownHost, "This server is not known by that name. Start it with --url to give it one.");
}
