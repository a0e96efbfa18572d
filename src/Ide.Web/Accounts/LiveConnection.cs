using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>
/// One request under way, which somebody else may end: a call that nothing was answered to yet is cancelled and gets the reason
/// as its answer; a socket, and an answer that has begun, is cut.
/// </summary>
internal sealed class LiveConnection : IDisposable
{
    private readonly HttpContext _context;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenSource _call;
    private volatile AgentException? _refusal;

    public LiveConnection(Caller caller, HttpContext context)
    {
        (Caller, _context, _aborted) = (caller, context, context.RequestAborted);
        IsSocket = context.WebSockets.IsWebSocketRequest;
        _call = CancellationTokenSource.CreateLinkedTokenSource(_aborted);
        if (!IsSocket)
        {
            context.RequestAborted = _call.Token;
        }
    }

    public Caller Caller { get; }

    public bool IsSocket { get; }

    /// <summary>
    /// The sandbox that it works in; a hub connection says it later, when it joins. Null for calls that manage a sandbox: the
    /// one that deletes it must outlive it.
    /// </summary>
    public SandboxId? Sandbox { get; set; }

    /// <summary>Why the call was cancelled; null when it was not.</summary>
    public AgentException? Refusal => _refusal;

    public void End(AgentException refusal)
    {
        try
        {
            if (IsSocket || _context.Response.HasStarted)
            {
                _context.Abort();
            }
            else
            {
                _refusal ??= refusal;

                // Not awaited: what is registered for the cancellation runs elsewhere, and whoever waits for the call sees what it throws.
                _ = _call.CancelAsync();
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    /// <summary>From here on only the client can end the request.</summary>
    public void Dispose()
    {
        if (!IsSocket)
        {
            _context.RequestAborted = _aborted;
        }

        _call.Dispose();
    }
}
