using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;

namespace Ide.Web.Hosting;

/// <summary>
/// Turns away what comes while the server ends. A page whose connection was just closed for that is back before the port is
/// closed, too, and its new circuit, which nobody closes, would hold up the end.
/// </summary>
internal sealed class Closing(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public const string Reason = "The server is being stopped.";

    public Task InvokeAsync(HttpContext context) => lifetime.ApplicationStopping.IsCancellationRequested
        ? context.RefuseAsync(ErrorCode.SandboxUnavailable, Reason)
        : next(context);
}
