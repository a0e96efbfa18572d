using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;
using Ide.Web.Hosting;

namespace Ide.Web.Accounts;

/// <summary>Keeps the list of requests under way, and tells the caller of one that was ended why.</summary>
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
        using var connection = new LiveConnection(caller, context) { Sandbox = sandbox };
        connections.Add(connection);
        context.Features.Set(connection);
        try
        {
            // A revocation between the authentication and the entry in the list found nothing to end.
            if (!IsAlive(caller.Credential))
            {
                await context.RefuseAsync(ErrorCode.Unauthenticated, LiveConnections.Revoked);
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
        catch (OperationCanceledException) when (connection.Refusal is not null && context.Response.HasStarted)
        {
            context.Abort();
        }
        catch (OperationCanceledException) when (connection.Refusal is { } refusal)
        {
            // Many calls may have been ended by the one.
            throw new AgentException(refusal.Code, refusal.Message);
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
