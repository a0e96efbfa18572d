using Ide.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;

namespace Ide.Web.Accounts;

/// <summary>
/// The sign-in cookie: names a <see cref="Session"/>, sealed with the keys of the data folder, so that a restart signs
/// nobody out and a removed session is over at once.
/// </summary>
internal sealed class SessionCookie(
    AccountStore store, IDataProtectionProvider protection, ServerAddress address, TimeProvider time)
{
    /// <summary>People stay signed in for this long.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private readonly IDataProtector _protector = protection.CreateProtector("session");

    /// <summary>
    /// Bound to this host and to TLS where there is TLS. Cookies do not know ports, so without TLS the port is in the name:
    /// two servers on one machine would sign each other's people out.
    /// </summary>
    private string Name => address.IsSecure ? "__Host-ide" : $"ide-{address.Port}";

    public Session? Read(HttpRequest request)
    {
        if (!request.Cookies.TryGetValue(Name, out var text))
        {
            return null;
        }

        try
        {
            return store.Sessions.Find(_protector.Unprotect(text)) is { } session && session.ExpiresAt > time.GetUtcNow()
                ? session
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Signs a person in, in the browser that gets the response.</summary>
    public void SignIn(HttpResponse response, Id<Person> person)
    {
        var now = time.GetUtcNow();
        var session = new Session
        {
            Id = Id<Session>.New(),
            Person = person,
            CreatedAt = now,
            ExpiresAt = now + Lifetime,
        };
        store.Sessions.Put(session.Id.Value, session);
        response.Cookies.Append(Name, _protector.Protect(session.Id.Value), Options(session.ExpiresAt));
    }

    public void Delete(HttpResponse response) => response.Cookies.Delete(Name, Options(null));

    /// <remarks>Lax, not Strict: a link to a sandbox in a chat must open it. Requests that change something are checked on their own.</remarks>
    private CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = address.IsSecure,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
