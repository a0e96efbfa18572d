using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ide.Web.Sandboxes;

/// <summary><c>/api/sandboxes</c>: make, list, change, start, stop and delete sandboxes.</summary>
internal static class SandboxesApi
{
    /// <summary>The most that one list holds; the next page begins <c>after</c> its last id.</summary>
    private const int PageSize = 500;

    extension(IServiceCollection services)
    {
        public IServiceCollection AddSandboxes() =>
            services.AddSingleton<SandboxViews>().AddSingleton<SandboxKeeper>().AddSingleton<SandboxActionsOfPeople>();
    }

    extension(IEndpointRouteBuilder routes)
    {
        public void MapSandboxes()
        {
            var all = routes.MapGroup("/api/sandboxes");
            all.MapPost("", CreateAsync);
            all.MapGet("", List);
            all.MapPut("{id}", GetOrCreateAsync);

            var one = routes.MapGroup("/api/sandboxes/{sandboxId}");
            one.MapGet("", Get).RequireSandboxRole(Role.Viewer);
            one.MapPatch("", ChangeAsync).RequireSandboxRole(Role.Owner);
            one.MapPost("start", StartAsync).RequireSandboxRole(Role.Editor);
            one.MapPost("stop", StopAsync).RequireSandboxRole(Role.Editor);
            one.MapDelete("", DeleteAsync).RequireSandboxRole(Role.Owner);
        }
    }

    private static async Task<Created<SandboxView>> CreateAsync(
        SandboxRequest request, HttpContext context, SandboxKeeper keeper, SandboxViews views)
    {
        SandboxId? id = request.Id is null ? null : Read(request.Id);
        var entry = await keeper.CreateAsync(context.Caller, id, request.Check(), context.RequestAborted);
        return TypedResults.Created($"/api/sandboxes/{entry.Id}", views.View(entry, Role.Owner));
    }

    private static async Task<Results<Ok<SandboxView>, Created<SandboxView>>> GetOrCreateAsync(
        string id, SandboxRequest? request, HttpContext context, SandboxKeeper keeper, SandboxViews views)
    {
        var sandbox = Read(id);
        if (request?.Id is { } other && other != id)
        {
            throw AgentException.Invalid("id", "Expected the id of the address, or none.");
        }

        var wish = (request ?? new()).Check();
        if (views.Find(context.Caller, sandbox) is { } present)
        {
            return TypedResults.Ok(present);
        }

        if (!context.Caller.MayCreateSandboxes)
        {
            throw SandboxAccess.NotFound(sandbox);
        }

        try
        {
            var entry = await keeper.CreateAsync(context.Caller, sandbox, wish, context.RequestAborted);
            return TypedResults.Created($"/api/sandboxes/{entry.Id}", views.View(entry, Role.Owner));
        }
        catch (AgentException raced) when (raced.Code == ErrorCode.SandboxAlreadyExists)
        {
            return TypedResults.Ok(views.Find(context.Caller, sandbox) ?? throw SandboxAccess.NotFound(sandbox));
        }
    }

    private static Ok<SandboxView[]> List(HttpContext context, SandboxViews views, string? label = null, string? after = null)
    {
        var visible = views.VisibleTo(context.Caller);
        if (label is not null)
        {
            var (key, value) = label.IndexOf(':', StringComparison.Ordinal) is > 0 and var split
                ? (label[..split], label[(split + 1)..])
                : throw AgentException.Invalid("label", "Expected key:value.");
            visible = visible.Where(view => view.Labels.TryGetValue(key, out var own) && own == value);
        }

        if (after is not null)
        {
            visible = visible.SkipWhile(view => view.Id.Value != after).Skip(1);
        }

        return TypedResults.Ok(visible.Take(PageSize).ToArray());
    }

    private static Ok<SandboxView> Get(HttpContext context, SandboxViews views) => Answer(context, views);

    private static async Task<Ok<SandboxView>> ChangeAsync(
        SandboxPatch patch, HttpContext context, ISandboxHost host, SandboxKeeper keeper, SandboxViews views)
    {
        var change = patch.Check();
        if (patch.Members is { } wanted)
        {
            keeper.ChangeMembers(context.SandboxId, wanted);
        }

        await host.ChangeAsync(context.SandboxId, change, context.RequestAborted);
        return Answer(context, views);
    }

    private static async Task<Ok<SandboxView>> StartAsync(HttpContext context, ISandboxHost host, SandboxViews views)
    {
        await host.StartAsync(context.SandboxId, context.RequestAborted);
        return Answer(context, views);
    }

    private static async Task<Ok<SandboxView>> StopAsync(HttpContext context, ISandboxHost host, SandboxViews views)
    {
        await host.StopAsync(context.SandboxId, context.RequestAborted);
        return Answer(context, views);
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, SandboxKeeper keeper)
    {
        await keeper.DeleteAsync(context.SandboxId, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static Ok<SandboxView> Answer(HttpContext context, SandboxViews views) =>
        TypedResults.Ok(views.Find(context.Caller, context.SandboxId) ?? throw SandboxAccess.NotFound(context.SandboxId));

    private static SandboxId Read(string text) =>
        SandboxId.TryParse(text, out var id) ? id : throw AgentException.Invalid("id", $"Expected {SandboxId.Rule}.");
}
