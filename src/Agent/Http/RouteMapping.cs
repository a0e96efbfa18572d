using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Agent.Http;

/// <summary>An operation behind a route. It answers by itself; what it refuses it throws as <see cref="AgentException"/>.</summary>
internal delegate Task Operation(HttpContext context, Caller caller);

/// <summary>
/// Puts operations behind the routes of <see cref="SandboxRoutes"/>: checks the caller's role, and turns a refusal into the one
/// shape that errors have.
/// </summary>
internal static class RouteMapping
{
    /// <summary>Of a JSON body; see <see cref="RouteKind.Json"/>.</summary>
    public const long MostBodyBytes = 32 << 20;

    public static void Map(this IEndpointRouteBuilder endpoints, SandboxRoute route, Operation operation) =>
        endpoints
            .MapMethods(route.Pattern, MethodsOf(route), context => RunAsync(context, route, operation))
            .WithMetadata(route);

    /// <summary>A WebSocket comes as an extended CONNECT over HTTP/2 (RFC 8441); a plain GET on it is told so by the operation.</summary>
    private static string[] MethodsOf(SandboxRoute route) =>
        route.Kind == RouteKind.Socket ? [HttpMethods.Connect, route.Method] : [route.Method];

    private static async Task RunAsync(HttpContext context, SandboxRoute route, Operation operation)
    {
        try
        {
            var caller = Caller.Of(context);
            if (caller.Role < route.Role)
            {
                throw new AgentException(
                    ErrorCode.Forbidden,
                    $"{route.Method} {route.Pattern} needs the role {route.Role.ToWire()}; {caller.Actor} is {caller.Role.ToWire()}.");
            }

            BoundBody(context, route);
            await operation(context, caller);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: nobody is left to answer.
        }
        catch (CallerGoneException)
        {
            context.Abort();
        }
        catch (Exception exception) when (!context.Response.HasStarted && context.Response.BodyWriter.UnflushedBytes == 0)
        {
            await Problems.WriteAsync(context, exception);
        }
        catch (Exception exception)
        {
            Problems.LogLate(context, exception);
            context.Abort();
        }
    }

    /// <summary>The server itself has no bound, for the sake of the routes that take bytes of any size.</summary>
    private static void BoundBody(HttpContext context, SandboxRoute route)
    {
        if (route.Kind is RouteKind.Json or RouteKind.Stream
            && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBodyBytes;
        }
    }
}
