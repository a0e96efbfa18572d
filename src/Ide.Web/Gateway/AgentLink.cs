using System.Net;
using Ide.Core.Protocol;

namespace Ide.Web.Gateway;

/// <summary>
/// The connections to one Agent. A request is a stream of one HTTP/2 connection; bytes of any size have connections of
/// their own, so that a stalled upload holds up nobody's keystrokes.
/// </summary>
internal sealed class AgentLink : IDisposable
{
    /// <summary>The authority in requests; nobody resolves it.</summary>
    public const string BaseAddress = "http://agent";

    /// <summary>
    /// What an Agent may send on one stream before its reader has read: with .NET's connection window of 64 MiB, 256 stalled
    /// readers still leave the others room. Fixed: windows that grow with speed would let few stalled ones fill it.
    /// </summary>
    private const int StreamWindowBytes = 256 * 1024;

    private static readonly TimeSpan PingAfterSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public AgentLink(SandboxId sandbox, AgentIdentity identity, IAgentDialer dialer)
    {
        Identity = identity;
        Calls = Connect(sandbox, dialer);
        Bulk = Connect(sandbox, dialer);
    }

    public AgentIdentity Identity { get; }

    /// <summary>For requests, streams of events and sockets.</summary>
    public HttpMessageInvoker Calls { get; }

    /// <summary>For bytes of any size.</summary>
    public HttpMessageInvoker Bulk { get; }

    public void Dispose()
    {
        Calls.Dispose();
        Bulk.Dispose();
    }

    /// <remarks>Pings find an Agent that hangs; its streams then fail instead of waiting for ever.</remarks>
    private static HttpMessageInvoker Connect(SandboxId sandbox, IAgentDialer dialer) => new(new SocketsHttpHandler
    {
        ConnectCallback = (_, cancellationToken) => dialer.DialAsync(sandbox, cancellationToken),
        ConnectTimeout = ConnectTimeout,
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindowBytes,
        KeepAlivePingDelay = PingAfterSilence,
        KeepAlivePingTimeout = PingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
    });
}
