using Ide.Core.Protocol;
using Ide.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Ide.Web.Accounts;

/// <summary>Everything that the server knows of people and their ways in, in the data folder.</summary>
internal sealed class AccountStore
{
    public AccountStore(IOptions<ServerOptions> options, TimeProvider time)
    {
        var root = Path.Combine(Path.GetFullPath(options.Value.Data), "accounts");
        PrivateDirectory.Make(root);
        People = new(Path.Combine(root, "people"), RecordJson.Default.Person);
        Sessions = new(Path.Combine(root, "sessions"), RecordJson.Default.Session);
        Tokens = new(Path.Combine(root, "tokens"), RecordJson.Default.AccessToken);
        Invitations = new(Path.Combine(root, "invitations"), RecordJson.Default.Invitation);
        SignInLinks = new(Path.Combine(root, "links"), RecordJson.Default.SignInLink);
        Memberships = new(Path.Combine(root, "memberships"), RecordJson.Default.Membership);
        Owner = EnsureOwner(options.Value.Owner, time.GetUtcNow());
        ForgetExpired(time.GetUtcNow());
    }

    public RecordFolder<Person> People { get; }

    public RecordFolder<Session> Sessions { get; }

    public RecordFolder<AccessToken> Tokens { get; }

    public RecordFolder<Invitation> Invitations { get; }

    public RecordFolder<SignInLink> SignInLinks { get; }

    public RecordFolder<Membership> Memberships { get; }

    /// <summary>The one who runs the server.</summary>
    public Person Owner { get; }

    /// <summary>The member's entry; null for who is none, the server's owner among them.</summary>
    public Member? FindMember(SandboxId sandbox, Id<Person> person) =>
        Memberships.Find(sandbox.Value)?.Members.FirstOrDefault(member => member.Person == person);

    private Person EnsureOwner(string name, DateTimeOffset now)
    {
        var owner = People.All.FirstOrDefault(static person => person.IsOwner)
            ?? new Person { Id = Id<Person>.New(), Name = name, IsOwner = true, CreatedAt = now };
        return People.Change(owner.Id.Value, present => present?.Name == name ? present : owner with { Name = name })!;
    }

    /// <summary>What ran out is not asked for again; a used link is kept until it would have run out, so that it stays used.</summary>
    private void ForgetExpired(DateTimeOffset now)
    {
        foreach (var session in Sessions.All.Where(session => session.ExpiresAt <= now))
        {
            Sessions.Remove(session.Id.Value);
        }

        foreach (var token in Tokens.All.Where(token => token.ExpiresAt <= now))
        {
            Tokens.Remove(token.Id.Value);
        }

        foreach (var link in SignInLinks.All.Where(link => link.ExpiresAt <= now))
        {
            SignInLinks.Remove(link.Id.Value);
        }
    }
}
