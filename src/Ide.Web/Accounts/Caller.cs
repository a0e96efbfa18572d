using System.Security.Claims;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;

namespace Ide.Web.Accounts;

/// <summary>Who makes a request, and how far what they showed us reaches.</summary>
internal sealed record Caller
{
    public required Person Person { get; init; }

    /// <summary>The <c>actor</c> of what this caller does: the person's name, or the token's.</summary>
    public required string Name { get; init; }

    /// <summary>The session or token behind the request: what a revocation names.</summary>
    public required Credential Credential { get; init; }

    /// <summary>True: a browser with the sign-in cookie; false: a program with a bearer token.</summary>
    public bool IsBrowser => Credential is Credential.OfSession;

    /// <summary>The most that the credential allows, whatever the person may.</summary>
    public Role Limit { get; init; } = Role.Owner;

    /// <summary>The only sandboxes that the credential opens; null: all of the person's.</summary>
    public IReadOnlyList<SandboxId>? Sandboxes { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>May make sandboxes and tokens: the server's owner, with a credential that is not narrowed to some sandboxes.</summary>
    public bool MayCreateSandboxes => Person.IsOwner && Sandboxes is null && Limit >= Role.Editor;

    /// <summary>May make tokens: a person in their own browser, or the owner's own token.</summary>
    public bool MayMakeTokens => IsBrowser || (Sandboxes is null && Limit == Role.Owner);
}

/// <summary>What a caller showed to prove who they are.</summary>
internal abstract record Credential
{
    private Credential() { }

    internal sealed record OfSession(Id<Session> Id) : Credential;

    internal sealed record OfToken(Id<AccessToken> Id) : Credential;
}

/// <summary>A caller as ASP.NET and Blazor pass them on.</summary>
internal sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], CallerAuthentication.Scheme)
{
    public Caller Caller { get; } = caller;
}

internal static class CallerPrincipal
{
    extension(ClaimsPrincipal principal)
    {
        /// <summary>Who the request is from; null for nobody that we know.</summary>
        public Caller? Caller => (principal.Identity as CallerIdentity)?.Caller;
    }

    extension(HttpContext context)
    {
        /// <summary>Who the request is from. Only for endpoints behind the authorization that every endpoint has by default.</summary>
        public Caller Caller => context.User.Caller ?? throw new InvalidOperationException("This endpoint is open to everybody.");
    }
}
