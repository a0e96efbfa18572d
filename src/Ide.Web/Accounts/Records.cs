using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;

namespace Ide.Web.Accounts;

/// <summary>Somebody who can sign in.</summary>
internal sealed record Person
{
    public required Id<Person> Id { get; init; }

    /// <summary>Shown beside everything that this person does.</summary>
    public required string Name { get; init; }

    /// <summary>True for the one who runs the server: the owner of every sandbox, and the one who may make more.</summary>
    public bool IsOwner { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>One browser in which a person is signed in. The cookie names it; without it the cookie is worth nothing.</summary>
internal sealed record Session
{
    public required Id<Session> Id { get; init; }

    public required Id<Person> Person { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A bearer token of a program. The token itself is not kept, only what is needed to recognise it.</summary>
internal sealed record AccessToken
{
    public required Id<AccessToken> Id { get; init; }

    /// <summary>The name under which the program acts.</summary>
    public required string Name { get; init; }

    /// <summary>Whose sandboxes the token opens.</summary>
    public required Id<Person> Person { get; init; }

    /// <summary>SHA-256 of the token, base64. The token is random and long, so no slow hash is needed.</summary>
    public required string Hash { get; init; }

    /// <summary>The most that the token may do anywhere.</summary>
    public required Role Role { get; init; }

    /// <summary>The only sandboxes that it opens; null: all of its person's.</summary>
    public IReadOnlyList<SandboxId>? Sandboxes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A link that makes one person a member of one sandbox, once.</summary>
internal sealed record Invitation
{
    public required Id<Invitation> Id { get; init; }

    public required SandboxId Sandbox { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    public HistoryFrom HistoryFrom { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the link was used; it is worth nothing since then.</summary>
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>Who used it.</summary>
    public Id<Person>? Person { get; init; }
}

/// <summary>How much of a sandbox's past a person may read.</summary>
[JsonConverter(typeof(NamedEnumConverter<HistoryFrom>))]
internal enum HistoryFrom
{
    [JsonStringEnumMemberName("start")]
    Start,

    [JsonStringEnumMemberName("join")]
    Join,
}

/// <summary>A sign-in link of the owner, printed at a start of the server.</summary>
internal sealed record SignInLink
{
    public required Id<SignInLink> Id { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }
}

/// <summary>Who belongs to one sandbox. The server's owner belongs to all and is not listed.</summary>
internal sealed record Membership
{
    public required SandboxId Sandbox { get; init; }

    public IReadOnlyList<Member> Members { get; init; } = [];
}

/// <param name="HistoryAfter">The journal's seq after which this person may read; 0 for everything.</param>
internal sealed record Member(Id<Person> Person, Role Role, long HistoryAfter = 0);

/// <summary>How the records lie in their files.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(AccessToken))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(SignInLink))]
[JsonSerializable(typeof(Membership))]
internal sealed partial class RecordJson : JsonSerializerContext;
