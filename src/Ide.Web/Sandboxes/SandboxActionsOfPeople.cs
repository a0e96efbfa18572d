using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;

namespace Ide.Web.Sandboxes;

/// <summary>What a person does to a sandbox from a page, with the role that the management API asks for the same.</summary>
internal sealed class SandboxActionsOfPeople(ISandboxHost host, SandboxKeeper keeper, SandboxAccess access)
{
    public Task<SandboxEntry> CreateAsync(Caller caller, string name, NetworkAccess network, CancellationToken cancellationToken)
    {
        var wish = new SandboxWish { Name = SandboxRules.CheckName(name), Network = network };
        var id = SandboxNaming.IdFor(name, taken => host.Find(taken) is not null);
        return keeper.CreateAsync(caller, id, wish, cancellationToken);
    }

    /// <summary>The id that a sandbox of this name would get; null: one is made up.</summary>
    public SandboxId? Preview(string name) => SandboxNaming.IdFor(name, taken => host.Find(taken) is not null);

    public Task StartAsync(Caller caller, SandboxId sandbox, CancellationToken cancellationToken)
    {
        access.Demand(caller, sandbox, Role.Editor);
        return host.StartAsync(sandbox, cancellationToken);
    }

    public Task StopAsync(Caller caller, SandboxId sandbox, CancellationToken cancellationToken)
    {
        access.Demand(caller, sandbox, Role.Editor);
        return host.StopAsync(sandbox, cancellationToken);
    }

    public Task DeleteAsync(Caller caller, SandboxId sandbox, CancellationToken cancellationToken)
    {
        access.Demand(caller, sandbox, Role.Owner);
        return keeper.DeleteAsync(sandbox, cancellationToken);
    }
}
