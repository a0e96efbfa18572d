using Microsoft.AspNetCore.SignalR;

namespace Ide.Web.Streaming;

/// <summary>Calls one browser, under the names that the contract gives the methods on the wire.</summary>
/// <remarks>Each call completes when the connection has taken the message, so whoever waits is slowed by a browser that does not read.</remarks>
internal sealed class BrowserProxy(ISingleClientProxy client, HubCallerContext connection) : ISandboxViewer
{
    public Task Events(EventBatch batch) => client.SendAsync("events", batch, connection.ConnectionAborted);

    public Task State(FeedState state) => client.SendAsync("state", state, connection.ConnectionAborted);

    public Task Reset(string journalId) => client.SendAsync("reset", journalId, connection.ConnectionAborted);

    public void Abort() => connection.Abort();
}
