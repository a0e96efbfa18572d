using System.Collections.Concurrent;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>Every request that is under way, streams and sockets among them, with whose it is: what a revocation ends at once.</summary>
internal sealed class LiveConnections(TimeProvider time)
{
    public const string Revoked = "This sign-in or token was revoked.";

    private readonly ConcurrentDictionary<LiveConnection, byte> _all = new();

    public void Add(LiveConnection connection) => _all.TryAdd(connection, 0);

    public void Remove(LiveConnection connection) => _all.TryRemove(connection, out _);

    /// <summary>How many sockets a person has open, over all their browsers and programs.</summary>
    public int SocketsOf(Id<Person> person) => _all.Keys.Count(connection => connection.IsSocket && connection.Caller.Person.Id == person);

    /// <summary>Ends all that hangs on a session or token that is worth nothing any more.</summary>
    /// <param name="except">The request that revokes, which may be among them and still has to be answered.</param>
    public void EndCredential(Credential credential, LiveConnection? except) =>
        End(connection => connection.Caller.Credential == credential && connection != except, new(ErrorCode.Unauthenticated, Revoked));

    /// <summary>Ends what a person has open in one sandbox; their page comes back and finds its new role, or none.</summary>
    public void EndMember(Id<Person> person, SandboxId sandbox, AgentException refusal) =>
        End(connection => connection.Caller.Person.Id == person && connection.Sandbox == sandbox, refusal);

    /// <summary>Ends all that anybody has open in a sandbox that is gone.</summary>
    public void EndSandbox(SandboxId sandbox) => End(connection => connection.Sandbox == sandbox, SandboxAccess.NotFound(sandbox));

    /// <summary>Ends what hangs on a credential that has run out.</summary>
    public void EndExpired()
    {
        var now = time.GetUtcNow();
        End(connection => connection.Caller.ExpiresAt <= now, new(ErrorCode.Unauthenticated, "This sign-in or token has run out."));
    }

    /// <summary>Ends every socket: none has an answer to come to its end with.</summary>
    public void EndSockets(AgentException refusal) => End(static connection => connection.IsSocket, refusal);

    public void EndAll(AgentException refusal) => End(static _ => true, refusal);

    private void End(Func<LiveConnection, bool> isOver, AgentException refusal)
    {
        foreach (var connection in _all.Keys.Where(isOver))
        {
            connection.End(refusal);
        }
    }
}
