using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Sandboxes;

namespace Ide.Web.Gateway;

/// <summary>The one seam between the web server and the place where sandboxes live.</summary>
internal interface IAgentDialer
{
    /// <summary>
    /// Returns when the sandbox's Agent answers, waking the sandbox if it sleeps or was stopped; at once when it runs.
    /// </summary>
    /// <exception cref="Core.Protocol.Errors.AgentException">SandboxNotFound, or SandboxUnavailable with the reason.</exception>
    ValueTask<AgentIdentity> WakeAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Who answers in a sandbox that runs; null for one that sleeps, was stopped or is gone. Wakes nobody.</summary>
    ValueTask<AgentIdentity?> FindAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>Says that somebody is in the sandbox until the result is disposed: it does not go to sleep meanwhile.</summary>
    IDisposable Use(SandboxId sandbox);

    /// <summary>How a sandbox stands for who watches it. Changes nothing.</summary>
    SandboxSighting Watch(SandboxId sandbox);

    /// <summary>
    /// Starts a sandbox whose Agent ended by itself, after the pause that it has earned; returns when that was tried. Leaves alone
    /// what was stopped, and never throws for what the sandbox does.
    /// </summary>
    Task ReviveAsync(SandboxId sandbox, CancellationToken cancellationToken);

    /// <summary>A fresh connection to the Agent of a sandbox that runs.</summary>
    ValueTask<Stream> DialAsync(SandboxId sandbox, CancellationToken cancellationToken);
}

/// <summary>Whom the server talks to in a sandbox.</summary>
/// <param name="Secret">Proves to the Agent that it is its own server that calls.</param>
/// <param name="JournalId">Which journal it writes.</param>
/// <param name="ContractVersion">Which <see cref="Contract.Version"/> it speaks: one that outlives a server's update speaks the previous one.</param>
internal sealed record AgentIdentity(string Secret, string JournalId, int ContractVersion)
{
    /// <summary>Refuses what an Agent of the previous contract would answer with a past that is not for the caller.</summary>
    /// <exception cref="AgentException">It does not know <see cref="CallerHeaders.HistoryAfter"/>, and the call depends on it.</exception>
    public void DemandHistory(SandboxRoute route, long historyAfter)
    {
        if (historyAfter > 0 && route.ShowsRuns && ContractVersion < Contract.WithHistoryAfter)
        {
            throw new AgentException(
                ErrorCode.SandboxUnavailable,
                "The sandbox was started before this server was updated and cannot tell yet which runs began after you joined: "
                + "stop it and start it again, or ask its owner to.");
        }
    }
}
