using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Hosting;

namespace Ide.Web.Accounts;

/// <summary>The links that a sandbox's owner has given out.</summary>
internal sealed class Invitations(
    AccountStore store, Members members, SignIn signIn, ServerAddress address, TimeProvider time)
{
    /// <summary>How many unused links one sandbox may have.</summary>
    private const int MaxPending = 100;

    public Invitation Create(SandboxId sandbox, string name, Role role, TimeSpan lifetime, HistoryFrom historyFrom)
    {
        if (name.Equals(store.Owner.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw AgentException.Invalid("name", "The owner has this name and is here already.");
        }

        var now = time.GetUtcNow();
        if (Of(sandbox).Count(invitation => invitation.RedeemedAt is null && invitation.ExpiresAt > now) >= MaxPending)
        {
            throw new AgentException(ErrorCode.QuotaExceeded, $"This sandbox has {MaxPending} unused invitations already.");
        }

        var invitation = new Invitation
        {
            Id = Id<Invitation>.New(),
            Sandbox = sandbox,
            Name = name,
            Role = role,
            HistoryFrom = historyFrom,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        store.Invitations.Put(invitation.Id.Value, invitation);
        return invitation;
    }

    public IEnumerable<Invitation> Of(SandboxId sandbox) => store.Invitations.All
        .Where(invitation => invitation.Sandbox == sandbox)
        .OrderBy(invitation => invitation.CreatedAt);

    /// <summary>Takes an invitation back: an unused link is worth nothing any more, and who has used it is no member any more.</summary>
    /// <returns>False when this sandbox has no such invitation.</returns>
    public bool Revoke(SandboxId sandbox, Id<Invitation> id)
    {
        if (store.Invitations.Find(id.Value)?.Sandbox != sandbox || store.Invitations.Remove(id.Value) is not { } removed)
        {
            return false;
        }

        if (removed.Person is { } person)
        {
            members.Remove(sandbox, person);
        }

        return true;
    }

    public InvitationsApi.InvitationView View(Invitation invitation)
    {
        var state = invitation.RedeemedAt is not null ? InvitationsApi.InvitationState.Redeemed
            : invitation.ExpiresAt <= time.GetUtcNow() ? InvitationsApi.InvitationState.Expired
            : InvitationsApi.InvitationState.Pending;
        var link = state == InvitationsApi.InvitationState.Pending ? address.Public + signIn.LinkOf(invitation) : null;
        return new(
            invitation.Id, invitation.Name, invitation.Role, invitation.HistoryFrom, state,
            invitation.CreatedAt, invitation.ExpiresAt, link);
    }
}
