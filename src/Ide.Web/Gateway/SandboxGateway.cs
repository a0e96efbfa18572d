using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;
using Ide.Web.Errors;
using Ide.Web.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Ide.Web.Gateway;

/// <summary>
/// Carries a call of the sandbox API to the sandbox's Agent:
/// <list type="number">
/// <item>the caller's role was checked against the table of routes before this runs (<see cref="SandboxRouteGuard"/>);</item>
/// <item>a socket must be one: a plain GET is told to upgrade;</item>
/// <item>the sandbox is woken, but not by who comes back to a terminal, nor by who only looks (<c>wake=false</c>);</item>
/// <item>the request goes on as a stream of the Agent's HTTP/2 connection, a socket as extended CONNECT, with the caller's
/// name and role set here and nothing of the caller's own credentials;</item>
/// <item>the answer comes back as it is made, through a list of allowed headers;</item>
/// <item>what fails before the answer has begun becomes a problem with a code; afterwards the connection is cut.</item>
/// </list>
/// </summary>
internal sealed class SandboxGateway(
    AgentLinks links, IAgentDialer dialer, SandboxAccess access, IHttpForwarder forwarder, TimeProvider time)
{
    /// <remarks>A silent build and an idle terminal are alive: pings, not silence, tell a dead Agent.</remarks>
    private static readonly ForwarderRequestConfig Config = new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        Version = System.Net.HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        AllowResponseBuffering = false,
    };

    /// <summary>Together two seconds, in which an Agent that lost a stream has ended, or lives.</summary>
    private const int MostLooks = 40;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public async Task ForwardAsync(HttpContext context, SandboxRoute route)
    {
        if (route.Kind == RouteKind.Socket && !context.WebSockets.IsWebSocketRequest)
        {
            throw new AgentException(ErrorCode.UpgradeRequired, "This is a WebSocket: ask for an upgrade.");
        }

        if (route.Kind != RouteKind.Raw && context.Request.ContentLength > RequestBodies.MostBytes)
        {
            throw new AgentException(ErrorCode.MessageTooLarge, ErrorAnswers.TooLarge);
        }

        if (route.Kind == RouteKind.Raw && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var sandbox = context.SandboxId;
        var caller = context.Caller;
        var role = access.Demand(caller, sandbox, route.Role);
        var historyAfter = access.HistoryAfter(caller, sandbox);
        using var use = links.Use(sandbox);

        var link = WakesNobody(context.Request, route)
            ? await links.OpenRunningAsync(sandbox, context.RequestAborted)
            : await links.OpenAsync(sandbox, context.RequestAborted);
        link.Identity.DemandHistory(route, historyAfter);
        var transformer = new AgentTransformer(sandbox, route, link.Identity, caller, role, historyAfter);
        var error = await forwarder.SendAsync(
            context, AgentLink.BaseAddress, route.Kind == RouteKind.Raw ? link.Bulk : link.Calls, Config, transformer);

        // An Agent may answer before it has heard all: the rest of the request fails then, and the answer stands.
        if (error != ForwarderError.None && !transformer.HasAnswered)
        {
            await ReviveAsync(sandbox, error, context.RequestAborted);
            await AnswerAsync(context, sandbox, error);
        }
    }

    /// <summary>
    /// What an open page asks by itself must not start what somebody has stopped, or is just stopping. So who only looks can say
    /// so; and a terminal ends with its Agent, so who comes back to one finds it or does not.
    /// </summary>
    private static bool WakesNobody(HttpRequest request, SandboxRoute route) =>
        request.Query["wake"] == "false" || (route == SandboxRoutes.TerminalSocket && request.Query.ContainsKey("after"));

    /// <summary>Who held a stream when its Agent died need not call again for the sandbox to be started again.</summary>
    private async Task ReviveAsync(SandboxId sandbox, ForwarderError error, CancellationToken aborted)
    {
        if (error is ForwarderError.ResponseBodyDestination
            or ForwarderError.UpgradeRequestDestination or ForwarderError.UpgradeResponseDestination)
        {
            // Its connections end a moment before its processes are gone.
            for (var look = 0; look < MostLooks && dialer.Watch(sandbox) is SandboxSighting.Here; look++)
            {
                await Task.Delay(BetweenLooks, time, aborted);
            }

            await dialer.ReviveAsync(sandbox, aborted);
        }
    }

    /// <summary>Says whose fault it is, by side and stage.</summary>
    private Task AnswerAsync(HttpContext context, SandboxId sandbox, ForwarderError error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        // By the client, or by who ended the call and knows why.
        context.RequestAborted.ThrowIfCancellationRequested();
        context.Response.Clear();
        return error switch
        {
            ForwarderError.RequestBodyClient when BadRequestOf(context) is { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                context.RefuseAsync(ErrorCode.MessageTooLarge, ErrorAnswers.TooLarge),
            ForwarderError.RequestBodyClient when BadRequestOf(context) is StalledBodyException stalled =>
                context.RefuseAsync(ErrorCode.ValidationFailed, stalled.Message),
            ForwarderError.RequestBodyClient or ForwarderError.UpgradeRequestClient =>
                context.RefuseAsync(ErrorCode.ValidationFailed, "The request's body ended before it was whole."),
            ForwarderError.ResponseHeaders or ForwarderError.NoAvailableDestinations =>
                context.RefuseAsync(ErrorCode.InternalError, "The sandbox answered what is not an answer."),
            _ => context.RefuseAsync(ErrorCode.SandboxUnavailable, dialer.Watch(sandbox) switch
            {
                SandboxSighting.Stopped => "The sandbox was stopped.",
                SandboxSighting.Failed(var reason) => reason,
                _ => "The sandbox does not answer; it may be starting again.",
            }),
        };
    }

    private static BadHttpRequestException? BadRequestOf(HttpContext context)
    {
        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        return exception as BadHttpRequestException ?? exception?.InnerException as BadHttpRequestException;
    }
}
