using System.Collections.Concurrent;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Gateway;

/// <summary>The connections to all Agents that somebody has asked for. Those of an Agent that was replaced are let go.</summary>
internal sealed class AgentLinks(IAgentDialer dialer) : IDisposable
{
    private readonly ConcurrentDictionary<SandboxId, AgentLink> _links = new();
    private readonly Lock _gate = new();

    /// <summary>Wakes the sandbox where needed.</summary>
    /// <exception cref="AgentException">The sandbox is not there or cannot be reached.</exception>
    public async ValueTask<AgentLink> OpenAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        LinkTo(sandbox, await dialer.WakeAsync(sandbox, cancellationToken));

    /// <inheritdoc cref="IAgentDialer.Use"/>
    public IDisposable Use(SandboxId sandbox) => dialer.Use(sandbox);

    /// <summary>Wakes nobody.</summary>
    /// <exception cref="AgentException">The sandbox does not run.</exception>
    public async ValueTask<AgentLink> OpenRunningAsync(SandboxId sandbox, CancellationToken cancellationToken) =>
        await dialer.FindAsync(sandbox, cancellationToken) is { } identity
            ? LinkTo(sandbox, identity)
            : throw new AgentException(ErrorCode.SandboxUnavailable, "The sandbox does not run.");

    /// <summary>Lets the connections of a sandbox that is gone go.</summary>
    public void Forget(SandboxId sandbox)
    {
        if (_links.TryRemove(sandbox, out var link))
        {
            link.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }
    }

    private AgentLink LinkTo(SandboxId sandbox, AgentIdentity identity)
    {
        if (_links.TryGetValue(sandbox, out var present) && present.Identity == identity)
        {
            return present;
        }

        lock (_gate)
        {
            if (_links.TryGetValue(sandbox, out present))
            {
                if (present.Identity == identity)
                {
                    return present;
                }

                present.Dispose();
            }

            return _links[sandbox] = new AgentLink(sandbox, identity, dialer);
        }
    }
}
