using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ide.Web.Accounts;

/// <summary>
/// The pages behind the links. Looking at one spends nothing, since programs that preview links look at them too; the
/// button posts the code, and that spends it. These pages send no referrer: their address is the secret.
/// </summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AllowAnonymous().WithMetadata(new ChecksItsForm());
        group.MapGet("/sign-in", static (HttpContext context) => Page(context, SignInContent.Ask()));
        group.MapGet("/sign-in/{code}", ShowOwnerLink);
        group.MapGet("/join/{code}", ShowInvitation);
        group.MapPost("/sign-in", EnterAsync);
        group.MapPost("/sign-in/{code}", RedeemOwnerLinkAsync);
        group.MapPost("/join/{code}", RedeemInvitationAsync);
        routes.MapPost("/sign-out", SignOut);
    }

    private static RazorComponentResult<SignInPage> ShowOwnerLink(string code, HttpContext context, SignIn signIn, GuessLimiter guesses)
    {
        LimitGuesses(context, guesses);
        if (signIn.IsOwnerCode(code))
        {
            return Page(context, SignInContent.Offer("Sign in as the owner of this server.", "Sign in"));
        }

        guesses.CountWrong(context);
        return Worthless(context);
    }

    private static Results<RedirectHttpResult, RazorComponentResult<SignInPage>> ShowInvitation(
        string code, HttpContext context, SignIn signIn, SandboxAccess access, GuessLimiter guesses)
    {
        LimitGuesses(context, guesses);
        var caller = context.User.Caller;
        if (caller is not null && signIn.FindUsedBy(caller.Person, code) is { } used && access.RoleOf(caller, used.Sandbox) is not null)
        {
            return TypedResults.Redirect($"/s/{used.Sandbox}");
        }

        if (signIn.FindInvitation(code) is not { } invitation)
        {
            guesses.CountWrong(context);
            return Worthless(context);
        }

        var sandbox = access.NameOf(invitation.Sandbox);
        return caller is not null && access.RoleOf(caller, invitation.Sandbox) is not null
            ? Page(context, SignInContent.Known(sandbox, caller.Name, invitation))
            : Page(context, SignInContent.Invite(sandbox, caller?.Name ?? invitation.Name, invitation));
    }

    /// <summary>For who has lost the link: the code out of it, or the owner's token.</summary>
    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInPage>>> EnterAsync(
        HttpContext context, SignIn signIn, SessionCookie cookie, GuessLimiter guesses, IAntiforgery antiforgery)
    {
        LimitGuesses(context, guesses);
        await CheckFormAsync(context, antiforgery);
        if (!context.Request.HasFormContentType)
        {
            throw AgentException.Invalid("$", "expected a form");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var text = form["code"].ToString().Trim();
        var code = text[(text.LastIndexOf('/') + 1)..];
        if (signIn.FindInvitation(code) is not null)
        {
            return TypedResults.Redirect($"/join/{code}");
        }

        if ((signIn.RecogniseOwner(text) ?? signIn.RedeemOwnerCode(code)) is not { } owner)
        {
            guesses.CountWrong(context);
            return Worthless(context);
        }

        cookie.SignIn(context.Response, owner.Id);
        return TypedResults.Redirect("/");
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInPage>>> RedeemOwnerLinkAsync(
        string code, HttpContext context, SignIn signIn, SessionCookie cookie, GuessLimiter guesses, IAntiforgery antiforgery)
    {
        LimitGuesses(context, guesses);
        await CheckFormAsync(context, antiforgery);
        if (signIn.RedeemOwnerCode(code) is not { } owner)
        {
            guesses.CountWrong(context);
            return Worthless(context);
        }

        cookie.SignIn(context.Response, owner.Id);
        return TypedResults.Redirect("/");
    }

    private static async Task<Results<RedirectHttpResult, RazorComponentResult<SignInPage>>> RedeemInvitationAsync(
        string code,
        HttpContext context,
        SignIn signIn,
        SessionCookie cookie,
        SandboxAccess access,
        HistoryStart history,
        GuessLimiter guesses,
        IAntiforgery antiforgery)
    {
        LimitGuesses(context, guesses);
        await CheckFormAsync(context, antiforgery);
        if (signIn.FindInvitation(code) is not { } invitation)
        {
            guesses.CountWrong(context);
            return Worthless(context);
        }

        var present = context.User.Caller;
        if (present is not null && access.RoleOf(present, invitation.Sandbox) is not null)
        {
            return Page(context, SignInContent.Known(access.NameOf(invitation.Sandbox), present.Name, invitation));
        }

        var after = await history.AfterAsync(invitation, context.RequestAborted);
        if (signIn.RedeemInvitation(code, present?.Person, after) is not { } joined)
        {
            return Worthless(context);
        }

        if (present is null)
        {
            cookie.SignIn(context.Response, joined.Id);
        }

        return TypedResults.Redirect($"/s/{invitation.Sandbox}");
    }

    private static RedirectHttpResult SignOut(
        HttpContext context, AccountStore store, SessionCookie cookie, LiveConnections connections)
    {
        if (context.Caller.Credential is Credential.OfSession session)
        {
            store.Sessions.Remove(session.Id.Value);
            connections.EndCredential(session, context.Features.Get<LiveConnection>());
        }

        cookie.Delete(context.Response);
        return TypedResults.Redirect("/sign-in");
    }

    private static void LimitGuesses(HttpContext context, GuessLimiter guesses)
    {
        if (!guesses.MayTry(context))
        {
            throw new AgentException(ErrorCode.TooManyRequests, "Too many wrong codes came from your address. Try again in a minute.");
        }
    }

    /// <summary>
    /// A browser posts this form without a readable origin, so its antiforgery token must show that it is our page's form. A
    /// request without any origin is no browser's.
    /// </summary>
    private static async Task CheckFormAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (context.Request.Headers.Origin == "null" && !await antiforgery.IsRequestValidAsync(context))
        {
            throw new AgentException(ErrorCode.Forbidden, "This form is not from our page, or too old. Open the link again.");
        }
    }

    private static RazorComponentResult<SignInPage> Worthless(HttpContext context) =>
        Page(context, SignInContent.Worthless(isSignedIn: context.User.Caller is not null));

    private static RazorComponentResult<SignInPage> Page(HttpContext context, SignInContent content)
    {
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-store";
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return new(new Dictionary<string, object?> { [nameof(SignInPage.Content)] = content, [nameof(SignInPage.Tokens)] = tokens })
        {
            StatusCode = content.IsRefusal ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        };
    }
}
