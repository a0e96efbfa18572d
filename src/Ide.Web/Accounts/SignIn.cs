using Ide.Core.Protocol.Access;

namespace Ide.Web.Accounts;

/// <summary>Makes links and redeems them, each once.</summary>
internal sealed class SignIn(
    AccountStore store, SignInCodes codes, TokenBook tokens, Members members, TimeProvider time)
{
    /// <summary>The owner has a day to use the link that a start has printed.</summary>
    private static readonly TimeSpan OwnerLinkLifetime = TimeSpan.FromDays(1);

    /// <summary>A fresh path of a link that signs the owner in.</summary>
    public string NewOwnerLink()
    {
        var link = new SignInLink { Id = Id<SignInLink>.New(), ExpiresAt = time.GetUtcNow() + OwnerLinkLifetime };
        store.SignInLinks.Put(link.Id.Value, link);
        return "/sign-in/" + codes.For(link.Id);
    }

    /// <summary>The path of an invitation's link.</summary>
    public string LinkOf(Invitation invitation) => "/join/" + codes.For(invitation.Id);

    /// <summary>The invitation behind a code, while it is worth something.</summary>
    public Invitation? FindInvitation(string code) =>
        codes.TryReadInvitation(code, out var id) && store.Invitations.Find(id.Value) is { RedeemedAt: null } invitation
            && invitation.ExpiresAt > time.GetUtcNow()
                ? invitation
                : null;

    /// <summary>The invitation behind a code that this person has used; people keep their links.</summary>
    public Invitation? FindUsedBy(Person person, string code) =>
        codes.TryReadInvitation(code, out var id) && store.Invitations.Find(id.Value) is { RedeemedAt: not null } invitation
            && invitation.Person == person.Id
                ? invitation
                : null;

    /// <summary>Whether the owner's code is worth something.</summary>
    public bool IsOwnerCode(string code) =>
        codes.TryReadSignInLink(code, out var id) && store.SignInLinks.Find(id.Value) is { RedeemedAt: null } link
            && link.ExpiresAt > time.GetUtcNow();

    /// <summary>The owner, for one who has the owner's own token; it is not spent.</summary>
    public Person? RecogniseOwner(string token) =>
        tokens.Find(token) is { Role: Role.Owner, Sandboxes: null } found && found.Person == store.Owner.Id
            ? store.Owner
            : null;

    /// <summary>Spends the owner's code.</summary>
    /// <returns>The owner; null when the code is worth nothing, also when somebody was faster.</returns>
    public Person? RedeemOwnerCode(string code)
    {
        if (!codes.TryReadSignInLink(code, out var id))
        {
            return null;
        }

        var won = false;
        var now = time.GetUtcNow();
        store.SignInLinks.Change(id.Value, link =>
        {
            won = link is { RedeemedAt: null } && link.ExpiresAt > now;
            return won ? link! with { RedeemedAt = now } : link;
        });
        return won ? store.Owner : null;
    }

    /// <summary>Spends an invitation: its person becomes a member of its sandbox.</summary>
    /// <param name="code">From the link.</param>
    /// <param name="present">Who is signed in already in that browser; null for nobody. They join as who they are.</param>
    /// <param name="historyAfter">Where the person's view of the journal begins.</param>
    /// <returns>Who joined; null when the code is worth nothing, also when somebody was faster.</returns>
    public Person? RedeemInvitation(string code, Person? present, long historyAfter)
    {
        if (!codes.TryReadInvitation(code, out var id))
        {
            return null;
        }

        Person? joined = null;
        var now = time.GetUtcNow();
        store.Invitations.Change(id.Value, invitation =>
        {
            if (invitation is not { RedeemedAt: null } || invitation.ExpiresAt <= now)
            {
                return invitation;
            }

            joined = present ?? members.FindByName(invitation.Sandbox, invitation.Name) ?? NewPerson(invitation.Name);
            members.Add(invitation.Sandbox, new(joined.Id, invitation.Role, historyAfter));
            return invitation with { RedeemedAt = now, Person = joined.Id };
        });
        return joined;
    }

    private Person NewPerson(string name)
    {
        var person = new Person { Id = Id<Person>.New(), Name = name, CreatedAt = time.GetUtcNow() };
        store.People.Put(person.Id.Value, person);
        return person;
    }
}
