using Agent.Http;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Terminals;

namespace Agent.Terminals;

/// <summary>The routes of terminals.</summary>
internal static class TerminalsApi
{
    public static void AddTerminals(this IServiceCollection services) => services.AddSingleton<TerminalRegistry>();

    public static void MapTerminals(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(SandboxRoutes.CreateTerminal, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(TerminalsJson.Strict.CreateTerminalRequest);
            var terminal = await Registry(context).CreateAsync(TerminalId.New(), request, caller.Actor, context.RequestAborted);
            await context.Response.WriteAsync(terminal.Summary, TerminalsJson.Strict.TerminalSummary);
        });
        endpoints.Map(SandboxRoutes.ListTerminals, static (context, _) =>
        {
            var terminals = Registry(context).All.Select(static terminal => terminal.Summary).ToList();
            return context.Response.WriteAsync(new(true, terminals, terminals.Count, Now(context)), TerminalsJson.Strict.TerminalList);
        });
        endpoints.Map(SandboxRoutes.RenameTerminal, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(TerminalsJson.Strict.RenameTerminalRequest);
            var terminal = Registry(context).Rename(context.Request.RouteValue<TerminalId>("terminalId"), request.Name, caller.Actor);
            await context.Response.WriteAsync(terminal.Summary, TerminalsJson.Strict.TerminalSummary);
        });
        endpoints.Map(SandboxRoutes.RestartTerminal, static async (context, caller) =>
        {
            var id = context.Request.RouteValue<TerminalId>("terminalId");
            var terminal = await Registry(context).RestartAsync(id, caller.Actor, context.RequestAborted);
            await context.Response.WriteAsync(terminal.Summary, TerminalsJson.Strict.TerminalSummary);
        });
        endpoints.Map(SandboxRoutes.CloseTerminal, static async (context, _) =>
        {
            var id = context.Request.RouteValue<TerminalId>("terminalId");
            await Registry(context).DeleteAsync(id);
            await context.Response.WriteAsync(new(true, id, Now(context)), TerminalsJson.Strict.TerminalDeleted);
        });
        endpoints.Map(SandboxRoutes.TerminalSocket, static async (context, caller) =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                throw new AgentException(ErrorCode.UpgradeRequired, "This is a WebSocket.");
            }

            await AttachAsync(context, caller);
        });
    }

    private static async Task AttachAsync(HttpContext context, Caller caller)
    {
        var request = context.Request;
        var after = request.QueryNumber("after");
        (int Columns, int Rows)? room = request.QueryNumber("cols") is { } columns && request.QueryNumber("rows") is { } rows
            ? ((int)Math.Clamp(columns, 1, TerminalLimits.MostColumns), (int)Math.Clamp(rows, 1, TerminalLimits.MostRows))
            : null;
        var terminal = await FindOrCreateAsync(context, caller, after, room);
        var viewer = terminal.Screen.Attach(terminal.Id, after, caller.Actor, caller.Role >= Role.Editor, room)
            ?? throw new AgentException(ErrorCode.TooManyRequests, $"{TerminalLimits.MostViewers} viewers watch {terminal.Id} already, or it is being deleted.");
        try
        {
            var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);

            // Compression would cost more than it saves on the way to the web server, and time on every keystroke.
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { DangerousEnableCompression = false });
            var redrawing = terminal.Screen.NeedsRedraw(viewer) ? terminal.RedrawAsync(either.Token) : Task.CompletedTask;
            await new TerminalConnection(socket, terminal, viewer).RunAsync(either.Token);
            await redrawing;
        }
        finally
        {
            terminal.Screen.Detach(viewer);
            viewer.Lagged.Dispose();
        }
    }

    /// <summary>A terminal is made for who may and does not come back to one: who was there before is told that it is gone.</summary>
    private static async Task<Terminal> FindOrCreateAsync(HttpContext context, Caller caller, long? after, (int Columns, int Rows)? room)
    {
        var registry = Registry(context);
        var request = context.Request;
        var id = request.QueryValue<TerminalId>("sessionId");
        if (id is { } wanted && (registry.Find(wanted) is not null || after is not null || caller.Role < Role.Editor))
        {
            return registry.Get(wanted);
        }

        if (caller.Role < Role.Editor)
        {
            throw new AgentException(ErrorCode.Forbidden, $"To open a terminal takes the role editor; {caller.Actor} is {caller.Role.ToWire()}.");
        }

        var shell = request.Query["shell"].ToString();
        return await registry.CreateAsync(
            id ?? TerminalId.New(),
            new(room?.Columns, room?.Rows, shell.Length == 0 ? null : shell, request.QueryValue<SandboxPath>("cwd")),
            caller.Actor,
            context.RequestAborted);
    }

    private static TerminalRegistry Registry(HttpContext context) => context.RequestServices.GetRequiredService<TerminalRegistry>();

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
