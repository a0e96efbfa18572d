using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ide.Web.Accounts;

/// <summary><c>/api/sandboxes/{id}/invitations</c>: links that make one named person a member of one sandbox. Its owner's affair.</summary>
internal static class InvitationsApi
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromDays(7);

    internal sealed record NewInvitation(
        string? Name, Role Role = Role.Editor, Lifetime? ExpiresIn = null, HistoryFrom HistoryFrom = HistoryFrom.Start);

    /// <param name="Link">The whole link, while it is unused and good.</param>
    internal sealed record InvitationView(
        Id<Invitation> Id,
        string Name,
        Role Role,
        HistoryFrom HistoryFrom,
        InvitationState State,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Link);

    [JsonConverter(typeof(NamedEnumConverter<InvitationState>))]
    internal enum InvitationState
    {
        [JsonStringEnumMemberName("pending")]
        Pending,

        [JsonStringEnumMemberName("redeemed")]
        Redeemed,

        [JsonStringEnumMemberName("expired")]
        Expired,
    }

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/sandboxes/{sandboxId}/invitations").RequireSandboxRole(Role.Owner);
        group.MapPost("", Create);
        group.MapGet("", List);
        group.MapDelete("{invitationId}", Revoke);
    }

    private static Created<InvitationView> Create(
        NewInvitation request, HttpContext context, Invitations invitations)
    {
        var sandbox = context.SandboxId;
        var name = DisplayName.Check(request.Name);
        if (request.Role == Role.Owner)
        {
            throw AgentException.Invalid("role", "Expected viewer or editor: a sandbox has one owner.");
        }

        var invitation = invitations.Create(
            sandbox, name, request.Role, request.ExpiresIn?.Value ?? DefaultLifetime, request.HistoryFrom);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(
            $"/api/sandboxes/{sandbox}/invitations/{invitation.Id}", invitations.View(invitation));
    }

    private static Ok<InvitationView[]> List(HttpContext context, Invitations invitations)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(invitations.Of(context.SandboxId).Select(invitations.View).ToArray());
    }

    private static NoContent Revoke(string invitationId, HttpContext context, Invitations invitations) =>
        Id<Invitation>.TryParse(invitationId, out var id) && invitations.Revoke(context.SandboxId, id)
            ? TypedResults.NoContent()
            : throw new AgentException(ErrorCode.InvitationNotFound, $"There is no invitation {invitationId}.");
}
