using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;
using Ide.Web.Hosting;

namespace Ide.Web.Accounts;

/// <summary>Keeps the list of requests under way, and looks once a second for credentials that ran out.</summary>
internal sealed class LiveConnectionTracking(
    RequestDelegate next, LiveConnections connections, AccountStore store, OwnerToken ownersToken)
{
    /// <summary>The most sockets that one person may have open.</summary>
    private const int MaxSockets = 100;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Caller is not { } caller)
        {
            await next(context);
            return;
        }

        SandboxId? sandbox = context.Request.Path.StartsWithSegments("/sandboxes")
            && SandboxId.TryParse(context.GetRouteValue("sandboxId") as string, out var id) ? id : null;
        var connection = connections.Add(caller, sandbox, context.WebSockets.IsWebSocketRequest, context.Abort);
        context.Features.Set(connection);
        try
        {
            // A revocation between the authentication and the entry in the list found nothing to end.
            if (!IsAlive(caller.Credential))
            {
                await context.RefuseAsync(ErrorCode.Unauthenticated, "This sign-in or token was revoked.");
            }
            else if (connection.IsSocket && connections.SocketsOf(caller.Person.Id) > MaxSockets)
            {
                await context.RefuseAsync(ErrorCode.TooManyRequests, $"You have {MaxSockets} sockets open already.");
            }
            else
            {
                await next(context);
            }
        }
        finally
        {
            connections.Remove(connection);
        }
    }

    private bool IsAlive(Credential credential) => credential switch
    {
        Credential.OfSession session => store.Sessions.Find(session.Id.Value) is not null,
        Credential.OfToken token => token.Id == ownersToken.Record.Id || store.Tokens.Find(token.Id.Value) is not null,
        _ => false,
    };
}

/// <summary>Ends what hangs on credentials that ran out, within a second.</summary>
internal sealed class ExpirySweep(LiveConnections connections, TimeProvider time) : PeriodicService(Period, time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    protected override Task LookAsync(CancellationToken stopping)
    {
        connections.EndExpired();
        return Task.CompletedTask;
    }
}
