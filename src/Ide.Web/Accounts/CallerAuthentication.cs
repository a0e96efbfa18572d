using System.Security.Claims;
using System.Text.Encodings.Web;
using Ide.Core.Protocol.Errors;
using Ide.Web.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Ide.Web.Accounts;

/// <summary>
/// Finds out who calls: a bearer token in the header; on a WebSocket also <c>?token=</c>, since a browser cannot set
/// headers there; else the sign-in cookie. A wrong token is nobody, even beside a good cookie.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    TokenBook tokens,
    SessionCookie cookie,
    AccountStore store) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The name of the one authentication scheme.</summary>
    public new const string Scheme = "Ide";

    private const string Bearer = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        var text = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim()
            : header.Length == 0 && Context.WebSockets.IsWebSocketRequest ? (string?)Request.Query["token"]
            : null;
        var caller = text is not null ? FromToken(text)
            : header.Length == 0 ? FromCookie()
            : null;
        return Task.FromResult(caller is null
            ? AuthenticateResult.NoResult()
            : AuthenticateResult.Success(new(new ClaimsPrincipal(new CallerIdentity(caller)), Scheme)));
    }

    /// <summary>A person is shown the way in; a program is told what it lacks.</summary>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Request.IsPageVisit)
        {
            Response.Redirect("/sign-in");
            return Task.CompletedTask;
        }

        return Context.RefuseAsync(ErrorCode.Unauthenticated, "This needs a bearer token or a sign-in.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Context.RefuseAsync(ErrorCode.Forbidden, "You may not do this.");

    private Caller? FromToken(string text) =>
        tokens.Find(text) is { } token && store.People.Find(token.Person.Value) is { } person
            ? new()
            {
                Person = person,
                Name = token.Name,
                Credential = new Credential.OfToken(token.Id),
                Limit = token.Role,
                Sandboxes = token.Sandboxes,
                ExpiresAt = token.ExpiresAt,
            }
            : null;

    private Caller? FromCookie() =>
        cookie.Read(Request) is { } session && store.People.Find(session.Person.Value) is { } person
            ? new()
            {
                Person = person,
                Name = person.Name,
                Credential = new Credential.OfSession(session.Id),
                ExpiresAt = session.ExpiresAt,
            }
            : null;
}
