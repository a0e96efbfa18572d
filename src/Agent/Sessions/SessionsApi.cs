using Agent.Files;
using Agent.Http;
using Agent.Processes;
using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Commands;
using Ide.Core.Protocol.Errors;

namespace Agent.Sessions;

/// <summary>The services and routes of commands, sessions and the sandbox's variables.</summary>
internal static class SessionsApi
{
    private const string SessionHeader = "X-Session-Id";

    private static CommandsJson Json => CommandsJson.Relaxed;

    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SandboxEnvironment>();
        services.AddSingleton<SessionHost>();
        services.AddSingleton<SessionRegistry>();
        services.AddSingleton<ExecuteCommand>();
    }

    public static void MapSessions(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var sessions = services.GetRequiredService<SessionRegistry>();
        var execute = services.GetRequiredService<ExecuteCommand>();
        var files = services.GetRequiredService<SandboxFiles>();
        var time = services.GetRequiredService<TimeProvider>();

        endpoints.Map(SandboxRoutes.Execute, async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.ExecuteRequest);
            if (request.Background)
            {
                await services.GetRequiredService<StartProcess>().AnswerAsync(context, request, SessionOf(context, request), caller.Actor);
                return;
            }

            var run = await execute.StartAsync(request, SessionOf(context, request), caller.Actor);
            request = request with { Stdin = null }; // its program's now: here it would stay until the run's end
            await CancelWithRequestAsync(context, request, run, caller, CommandAnswer.WriteAsync(context, run, request.Command));
        });

        endpoints.Map(SandboxRoutes.ExecuteStream, async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.ExecuteRequest);
            var run = await execute.StartAsync(request, SessionOf(context, request), caller.Actor);
            request = request with { Stdin = null }; // its program's now: here it would stay until the run's end
            await CancelWithRequestAsync(context, request, run, caller, StreamRun.RunAsync(context, run, after: 0, time));
        });

        endpoints.Map(SandboxRoutes.CreateSession, async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.CreateSessionRequest);
            var session = await CreateSession.RunAsync(request, sessions, files, caller.Actor, context.RequestAborted);
            await context.Response.WriteAsync(new(true, session, time.GetUtcNow()), Json.SessionCreatedAnswer);
        });

        endpoints.Map(SandboxRoutes.ListSessions, (context, _) =>
            context.Response.WriteAsync(new(true, sessions.List(), time.GetUtcNow()), Json.SessionListAnswer));

        endpoints.Map(SandboxRoutes.DeleteSession, async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.DeleteSessionRequest);
            await sessions.DeleteAsync(request.SessionId);
            await context.Response.WriteAsync(new(true, request.SessionId, time.GetUtcNow()), Json.SessionDeletedAnswer);
        });

        endpoints.Map(SandboxRoutes.SetEnvironment, async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.SetEnvironmentRequest);
            if (request.Env is null)
            {
                throw AgentException.Invalid("env", "expected the variables, not null");
            }

            SandboxEnvironment.Check("env", request.Env);
            services.GetRequiredService<SandboxEnvironment>().Change(request.Env, caller.Actor);
            sessions.Find(SessionRegistry.Default)?.TryQueue(new SessionWork.Export(request.Env));
            await context.Response.WriteAsync(new(true, time.GetUtcNow()), Json.EnvironmentSetAnswer);
        });
    }

    private static SessionId SessionOf(HttpContext context, ExecuteRequest request) =>
        request.SessionId ?? context.Request.Headers[SessionHeader].ToString() switch
        {
            "" => SessionRegistry.Default,
            var text => SessionId.TryParse(text, out var id) ? id : throw AgentException.Invalid(SessionHeader, $"expected {SessionId.Rule}"),
        };

    /// <summary>A caller who gave the run no id of his own cannot come back to it: with his request it ends.</summary>
    private static async Task CancelWithRequestAsync(HttpContext context, ExecuteRequest request, Run run, Caller caller, Task answering)
    {
        try
        {
            await answering;
        }
        finally
        {
            if (request.RunId is null && context.RequestAborted.IsCancellationRequested)
            {
                run.RequestCancel(caller.Actor);
            }
        }
    }
}
