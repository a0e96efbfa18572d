using Ide.Core.Protocol;

namespace Ide.Core.Sandboxes.Local;

/// <summary>Where the parts of one sandbox lie on the host, below its directory of the catalog (0700).</summary>
internal sealed class SandboxPlaces(SandboxCatalog catalog, SandboxId id)
{
    public string Root { get; } = catalog.DirectoryOf(id);

    /// <summary>The Agent's socket and what the server notes of the running incarnation. Mounted into neither world.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>The Agent's own: its journal and runs. Mounted into the outer world only.</summary>
    public string State => Path.Combine(Root, "state");

    /// <summary>What the server tells the Agent. Read-only in the outer world, so that a server that is root writes
    /// nowhere that a sandbox's user could have put a link.</summary>
    public string Config => Path.Combine(Root, "config");

    /// <summary>What is <c>/</c> to the user's programs.</summary>
    public string Files => Path.Combine(Root, "files");

    public const string SocketName = "agent.sock";

    public string Socket => Path.Combine(Run, SocketName);

    public string Log => Path.Combine(Run, "agent.log");

    public string NetworkLog => Path.Combine(Run, "network.log");

    public string NetworkPid => Path.Combine(Run, "network.pid");

    /// <summary>What bubblewrap says of the outer world that it made.</summary>
    public string WorldInfo => Path.Combine(Run, "world.json");

    public string Incarnation => Path.Combine(Run, "incarnation.json");

    public string AgentConfig => Path.Combine(Config, "agent.json");

    /// <summary>The entries of <c>/etc</c> that are made for the sandbox.</summary>
    public string Etc => Path.Combine(Config, "etc");

    /// <summary>Removes what tells of an incarnation that has ended, or never began.</summary>
    public void ForgetIncarnation()
    {
        if (Directory.Exists(Run))
        {
            File.Delete(Incarnation);
            File.Delete(WorldInfo);
            File.Delete(NetworkPid);
            File.Delete(Socket);
        }
    }
}
