using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes;

/// <summary>
/// Where sandboxes live. A provider starts one, says whether it lives, hands back streams to its Agent, and ends it; every
/// feature of a sandbox is the Agent's. Calls for one sandbox never overlap, except <see cref="ConnectAsync"/> and
/// <see cref="IsAlive"/>; calls for different sandboxes do.
/// </summary>
public interface ISandboxProvider
{
    /// <summary>The provider's name in a record.</summary>
    string Name { get; }

    /// <summary>Makes what a new sandbox needs before its first start, and fills in what only the provider knows.</summary>
    /// <exception cref="AgentException">It cannot be made here; the message says why.</exception>
    Task<SandboxRecord> PrepareAsync(SandboxRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Starts the sandbox's Agent. Leftovers of an earlier incarnation are ended first. Returns when it can be connected
    /// to, with what only the start could tell (<see cref="SandboxRecord.LimitsHeldBy"/>).
    /// </summary>
    /// <exception cref="AgentException">It cannot be started; nothing of it is left running.</exception>
    Task<SandboxRecord> StartAsync(SandboxRecord record, CancellationToken cancellationToken);

    /// <summary>Whether the sandbox's present incarnation lives. Cheap: asked before every request.</summary>
    bool IsAlive(SandboxRecord record);

    /// <summary>A fresh connection to the Agent.</summary>
    /// <exception cref="IOException">Nobody listens.</exception>
    Task<Stream> ConnectAsync(SandboxRecord record, CancellationToken cancellationToken);

    /// <summary>What the sandbox's own programs last said of why they ended, a line; null when they said nothing.</summary>
    string? LastWords(SandboxRecord record);

    /// <summary>
    /// Puts back what a sandbox that lives has lost besides its own programs, for example its way to the network. Cheap when
    /// there is nothing to do.
    /// </summary>
    /// <returns>Whether something was put back.</returns>
    /// <exception cref="AgentException">It could not be.</exception>
    Task<bool> MendAsync(SandboxRecord record, CancellationToken cancellationToken);

    /// <summary>Ends everything that runs in the sandbox. Files stay. Nothing to end is no error.</summary>
    Task StopAsync(SandboxRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Ends and removes all that is the sandbox's. Can be repeated after a crash, then with a record of which only the id
    /// is left.
    /// </summary>
    Task DestroyAsync(SandboxRecord record, CancellationToken cancellationToken);
}
