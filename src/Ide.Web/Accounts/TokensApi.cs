using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ide.Web.Accounts;

/// <summary><c>/api/tokens</c>: bearer tokens for programs. People see and revoke their own, the server's owner all.</summary>
internal static class TokensApi
{
    internal sealed record NewToken(
        string? Name, Role Role = Role.Editor, IReadOnlyList<SandboxId>? Sandboxes = null, Lifetime? ExpiresIn = null);

    /// <param name="Token">The token itself, in the answer that makes it and never again.</param>
    internal sealed record TokenView(
        Id<AccessToken> Id,
        string Name,
        Role Role,
        IReadOnlyList<SandboxId>? Sandboxes,
        DateTimeOffset CreatedAt,
        DateTimeOffset? ExpiresAt,
        [property: System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
        string? Token = null);

    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/tokens");
        group.MapPost("", Create);
        group.MapGet("", List);
        group.MapDelete("{tokenId}", Revoke);
    }

    private static Created<TokenView> Create(
        NewToken request, HttpContext context, AccountStore store, TokenBook book, SandboxAccess access, TimeProvider time)
    {
        var caller = context.Caller;
        if (!caller.MayMakeTokens)
        {
            throw new AgentException(ErrorCode.Forbidden, "A token that is limited cannot make tokens.");
        }

        var name = DisplayName.Check(request.Name);
        if (store.People.All.Any(person => person.Id != caller.Person.Id && person.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw AgentException.Invalid("name", "This is a person's name; a program must not pass for them.");
        }

        foreach (var sandbox in request.Sandboxes ?? [])
        {
            access.Demand(caller, sandbox, Role.Viewer);
        }

        var now = time.GetUtcNow();
        var text = Secrets.NewToken();
        var token = new AccessToken
        {
            Id = Id<AccessToken>.New(),
            Name = name,
            Person = caller.Person.Id,
            Hash = Secrets.Hash(text),
            Role = request.Role,
            Sandboxes = request.Sandboxes,
            CreatedAt = now,
            ExpiresAt = now + request.ExpiresIn?.Value,
        };
        book.Add(token);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/tokens/{token.Id}", View(token) with { Token = text });
    }

    private static Ok<TokenView[]> List(HttpContext context, AccountStore store) => TypedResults.Ok(store.Tokens.All
        .Where(token => IsOwn(token, context.Caller))
        .OrderBy(token => token.CreatedAt)
        .Select(View)
        .ToArray());

    private static NoContent Revoke(
        string tokenId, HttpContext context, AccountStore store, TokenBook book, LiveConnections connections)
    {
        if (!Id<AccessToken>.TryParse(tokenId, out var id) || store.Tokens.Find(id.Value) is not { } token
            || !IsOwn(token, context.Caller) || !book.Remove(id))
        {
            throw new AgentException(ErrorCode.TokenNotFound, $"There is no token {tokenId}.");
        }

        connections.EndCredential(new Credential.OfToken(id), context.Features.Get<LiveConnection>());
        return TypedResults.NoContent();
    }

    /// <remarks>A limited token may still revoke itself, so that a program can clean up.</remarks>
    private static bool IsOwn(AccessToken token, Caller caller) =>
        caller.MayMakeTokens
            ? caller.Person.IsOwner || token.Person == caller.Person.Id
            : caller.Credential == new Credential.OfToken(token.Id);

    private static TokenView View(AccessToken token) =>
        new(token.Id, token.Name, token.Role, token.Sandboxes, token.CreatedAt, token.ExpiresAt);
}
