using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Gateway;

namespace Ide.Web.Sandboxes;

/// <summary>What people do with sandboxes as a whole, for the management API and the pages alike.</summary>
internal sealed class SandboxKeeper(ISandboxHost host, AccountStore store, Members members, AgentLinks links)
{
    /// <exception cref="AgentException">The caller may not, or the id is taken.</exception>
    public Task<SandboxEntry> CreateAsync(Caller caller, SandboxId? id, SandboxWish wish, CancellationToken cancellationToken) =>
        caller.MayCreateSandboxes
            ? host.CreateAsync(id ?? SandboxId.New(), wish, caller.Person.Name, cancellationToken)
            : throw new AgentException(ErrorCode.Forbidden, "Only the owner of this server may make sandboxes.");

    /// <summary>Gives the members new roles; who is not in the list leaves.</summary>
    public void ChangeMembers(SandboxId sandbox, IReadOnlyList<MemberView?> wanted)
    {
        var present = members.Of(sandbox);
        foreach (var view in wanted)
        {
            // A list in JSON may hold nulls.
            if (view is null || view.Role == Core.Protocol.Access.Role.Owner || !present.Any(member => member.Person.Name == view.Name))
            {
                throw AgentException.Invalid("members", "Expected people who are members already, as viewer or editor; invite others.");
            }
        }

        foreach (var (person, role) in present)
        {
            if (wanted.FirstOrDefault(view => view!.Name == person.Name) is not { } view)
            {
                members.Remove(sandbox, person.Id);
            }
            else if (view.Role != role)
            {
                members.ChangeRole(sandbox, person.Id, view.Role);
            }
        }
    }

    /// <summary>Destroys a sandbox: its members and links first, so that nobody wakes it meanwhile.</summary>
    public async Task DeleteAsync(SandboxId sandbox, CancellationToken cancellationToken)
    {
        members.ForgetSandbox(sandbox);
        await host.DeleteAsync(sandbox, cancellationToken);
        members.ForgetSandbox(sandbox);
        links.Forget(sandbox);
        foreach (var token in store.Tokens.All.Where(token => token.Sandboxes?.Contains(sandbox) == true))
        {
            // A later sandbox may get the same id; a token for this one must not open that.
            store.Tokens.Change(token.Id.Value, present => present is null ? null : present with
            {
                Sandboxes = [.. present.Sandboxes!.Where(other => other != sandbox)],
            });
        }
    }
}
