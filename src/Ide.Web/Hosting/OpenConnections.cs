using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Ide.Web.Hosting;

/// <summary>
/// Every connection that a client has open, whatever has been asked on it: also the one whose first request never becomes whole,
/// which Kestrel waits for when the server ends.
/// </summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<ConnectionContext, byte> _all = new();

    public async Task CarryAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        _all.TryAdd(connection, 0);
        try
        {
            await next(connection);
        }
        finally
        {
            _all.TryRemove(connection, out _);
        }
    }

    public void CutAll()
    {
        foreach (var connection in _all.Keys)
        {
            connection.Abort(new ConnectionAbortedException("The server ends."));
        }
    }
}
