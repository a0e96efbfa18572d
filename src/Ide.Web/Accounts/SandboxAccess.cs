using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>Which sandboxes there are.</summary>
internal interface ISandboxDirectory
{
    bool Exists(SandboxId sandbox);

    /// <summary>What people call it; null when it is not there.</summary>
    string? NameOf(SandboxId sandbox);
}

/// <summary>The one place that says what a caller may do in a sandbox. Asked anew at each call: roles change.</summary>
internal sealed class SandboxAccess(AccountStore store, ISandboxDirectory sandboxes)
{
    /// <summary>The caller's role; null for a sandbox that is not there or that the caller may not see.</summary>
    public Role? RoleOf(Caller caller, SandboxId sandbox)
    {
        if ((caller.Sandboxes is { } only && !only.Contains(sandbox)) || !sandboxes.Exists(sandbox))
        {
            return null;
        }

        var role = caller.Person.IsOwner ? Role.Owner : store.FindMember(sandbox, caller.Person.Id)?.Role;
        return role < caller.Limit ? role : role is null ? null : caller.Limit;
    }

    /// <summary>What people call a sandbox.</summary>
    public string NameOf(SandboxId sandbox) => sandboxes.NameOf(sandbox) ?? sandbox.Value;

    /// <summary>The journal's seq after which the caller may read; 0 for the whole history.</summary>
    public long HistoryAfter(Caller caller, SandboxId sandbox) =>
        caller.Person.IsOwner ? 0 : store.FindMember(sandbox, caller.Person.Id)?.HistoryAfter ?? 0;

    /// <summary>Refuses a caller who may not do what needs this role.</summary>
    /// <returns>The caller's role.</returns>
    public Role Demand(Caller caller, SandboxId sandbox, Role needed) => RoleOf(caller, sandbox) switch
    {
        null => throw NotFound(sandbox),
        { } role when role < needed => throw new AgentException(
            ErrorCode.Forbidden, $"This needs the role {needed.ToWire()}; yours is {role.ToWire()}."),
        { } role => role,
    };

    /// <summary>The same answer for a sandbox that is not there and for one that the caller may not know of.</summary>
    public static AgentException NotFound(SandboxId sandbox) =>
        new(ErrorCode.SandboxNotFound, $"There is no sandbox {sandbox}.");
}
