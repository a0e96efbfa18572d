using System.Collections.Concurrent;
using Ide.Core.Protocol;

namespace Ide.Web.Accounts;

/// <summary>
/// Every request that is under way, streams and sockets among them, with whose it is: what a revocation ends at once. Each
/// ends by being aborted, the one thing that ends all kinds of them.
/// </summary>
internal sealed class LiveConnections(TimeProvider time)
{
    private readonly ConcurrentDictionary<LiveConnection, byte> _all = new();

    public LiveConnection Add(Caller caller, SandboxId? sandbox, bool isSocket, Action abort)
    {
        var connection = new LiveConnection(caller, isSocket, abort) { Sandbox = sandbox };
        _all.TryAdd(connection, 0);
        return connection;
    }

    public void Remove(LiveConnection connection) => _all.TryRemove(connection, out _);

    /// <summary>How many sockets a person has open, over all their browsers and programs.</summary>
    public int SocketsOf(Id<Person> person) => _all.Keys.Count(connection => connection.IsSocket && connection.Caller.Person.Id == person);

    /// <summary>Ends all that hangs on a session or token that is worth nothing any more.</summary>
    /// <param name="except">The request that revokes, which may be among them and still has to be answered.</param>
    public void EndCredential(Credential credential, LiveConnection? except) =>
        End(connection => connection.Caller.Credential == credential && connection != except);

    /// <summary>Ends what a person has open in one sandbox; their page comes back and finds its new role, or none.</summary>
    public void EndMember(Id<Person> person, SandboxId sandbox) =>
        End(connection => connection.Caller.Person.Id == person && connection.Sandbox == sandbox);

    /// <summary>Ends all that anybody has open in a sandbox that is gone.</summary>
    public void EndSandbox(SandboxId sandbox) => End(connection => connection.Sandbox == sandbox);

    /// <summary>Ends what hangs on a credential that has run out.</summary>
    public void EndExpired()
    {
        var now = time.GetUtcNow();
        End(connection => connection.Caller.ExpiresAt <= now);
    }

    /// <summary>Ends every socket: none has an answer to come to its end with.</summary>
    public void EndSockets() => End(static connection => connection.IsSocket);

    public void EndAll() => End(static _ => true);

    private void End(Func<LiveConnection, bool> isOver)
    {
        foreach (var connection in _all.Keys)
        {
            if (isOver(connection))
            {
                Abort(connection);
            }
        }
    }

    private static void Abort(LiveConnection connection)
    {
        try
        {
            connection.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }
}

/// <summary>One request under way.</summary>
internal sealed class LiveConnection(Caller caller, bool isSocket, Action abort)
{
    public Caller Caller { get; } = caller;

    public bool IsSocket { get; } = isSocket;

    /// <summary>
    /// The sandbox that it works in; a hub connection says it later, when it joins. Null for calls that manage a sandbox: the
    /// one that deletes it must outlive it.
    /// </summary>
    public SandboxId? Sandbox { get; set; }

    public void Abort() => abort();
}
