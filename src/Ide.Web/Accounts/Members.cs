using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Accounts;

/// <summary>Who belongs to which sandbox. A change ends what the person has open there; it comes back under the new role.</summary>
internal sealed class Members(AccountStore store, LiveConnections connections)
{
    /// <summary>The people of a sandbox with their roles, in the order in which they joined.</summary>
    public IReadOnlyList<(Person Person, Role Role)> Of(SandboxId sandbox) =>
    [
        .. from member in store.Memberships.Find(sandbox.Value)?.Members ?? []
           let person = store.People.Find(member.Person.Value)
           where person is not null
           select (person, member.Role),
    ];

    /// <summary>A member of that name: the same person on another device, since the owner invited them anew.</summary>
    public Person? FindByName(SandboxId sandbox, string name) =>
        store.Memberships.Find(sandbox.Value)?.Members
            .Select(member => store.People.Find(member.Person.Value))
            .FirstOrDefault(person => string.Equals(person?.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Makes a person a member, or changes what they are.</summary>
    public void Add(SandboxId sandbox, Member member)
    {
        store.Memberships.Change(sandbox.Value, present => new()
        {
            Sandbox = sandbox,
            Members = [.. (present?.Members ?? []).Where(other => other.Person != member.Person), member],
        });
        connections.EndMember(member.Person, sandbox, RoleChanged());
    }

    /// <summary>Ends a membership and what hangs on it.</summary>
    public void Remove(SandboxId sandbox, Id<Person> person)
    {
        store.Memberships.Change(sandbox.Value, present => present is null ? null : present with
        {
            Members = [.. present.Members.Where(member => member.Person != person)],
        });
        connections.EndMember(person, sandbox, SandboxAccess.NotFound(sandbox));
    }

    /// <summary>Changes what a member may do; what they have open ends and comes back under the new role.</summary>
    public void ChangeRole(SandboxId sandbox, Id<Person> person, Role role)
    {
        store.Memberships.Change(sandbox.Value, present => present is null ? null : present with
        {
            Members = [.. present.Members.Select(member => member.Person == person ? member with { Role = role } : member)],
        });
        connections.EndMember(person, sandbox, RoleChanged());
    }

    /// <summary>A sandbox is gone: so are its members, its invitations and all that is open in it.</summary>
    public void ForgetSandbox(SandboxId sandbox)
    {
        store.Memberships.Remove(sandbox.Value);
        foreach (var invitation in store.Invitations.All.Where(invitation => invitation.Sandbox == sandbox))
        {
            store.Invitations.Remove(invitation.Id.Value);
        }

        connections.EndSandbox(sandbox);
    }

    private static AgentException RoleChanged() =>
        new(ErrorCode.Forbidden, "Your role in this sandbox has changed: what is still to be done, ask for under the new one.");
}
