using Agent.Http;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;

namespace Agent.Contexts;

/// <summary>The services and routes of code contexts.</summary>
internal static class ContextsApi
{
    private static ContextsJson Json => ContextsJson.Strict;

    public static void AddContexts(this IServiceCollection services)
    {
        services.AddSingleton<KernelFiles>();
        services.AddSingleton<InterpreterEnvironment>();
        services.AddSingleton<InterpreterDeath>();
        services.AddSingleton<ForkServerHost>();
        services.AddSingleton<StartInterpreter>();
        services.AddSingleton<ContextHost>();
        services.AddSingleton<ContextRegistry>();
        services.AddSingleton<ExecuteCode>();
    }

    public static void MapContexts(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var contexts = services.GetRequiredService<ContextRegistry>();
        var execute = services.GetRequiredService<ExecuteCode>();
        var time = services.GetRequiredService<TimeProvider>();

        endpoints.Map(SandboxRoutes.CreateContext, async (http, caller) =>
        {
            var request = await http.Request.ReadAsync(Json.CreateContextRequest);
            var context = await CreateContext.RunAsync(request, contexts, caller.Actor, http.RequestAborted);
            await http.Response.WriteAsync(
                new(true, context.Id, context.Language, context.Info.Cwd, time.GetUtcNow()), Json.ContextCreatedAnswer);
        });
        endpoints.Map(SandboxRoutes.ListContexts, (http, _) => http.Response.WriteAsync(
            new(true, [.. contexts.All.Select(static context => context.Info)], time.GetUtcNow()), Json.ContextListAnswer));
        endpoints.Map(SandboxRoutes.ChangeContext, async (http, caller) =>
        {
            var request = await http.Request.ReadAsync(Json.ChangeContextRequest);
            ContextName.Check(request.Name);
            contexts.Get(IdOf(http)).Change(request.Name, request.Shared, caller.Actor);
            await AnswerAsync(http);
        });
        endpoints.Map(SandboxRoutes.DeleteContext, async (http, caller) =>
        {
            await contexts.DeleteAsync(IdOf(http), caller.Actor);
            await AnswerAsync(http);
        });
        endpoints.Map(SandboxRoutes.ExecuteCode, execute.RunAsync);
        endpoints.Map(SandboxRoutes.InterruptContext, async (http, caller) =>
        {
            await contexts.Get(IdOf(http)).InterruptAsync(caller.Actor);
            await AnswerAsync(http);
        });
        endpoints.Map(SandboxRoutes.RestartContext, async (http, caller) =>
        {
            await contexts.Get(IdOf(http)).RestartAsync(caller.Actor, http.RequestAborted);
            await AnswerAsync(http);
        });
        endpoints.Map(SandboxRoutes.ContextInput, async (http, caller) =>
        {
            var request = await http.Request.ReadAsync(Json.ContextInputRequest);
            var value = request.Eof ? null : request.Value ?? throw AgentException.Invalid("value", "expected a text, or eof");
            await contexts.Get(IdOf(http)).GiveInputAsync(value, caller.Actor);
            await AnswerAsync(http);
        });
        MapIntrospection(endpoints, contexts, services.GetRequiredService<ForkServerHost>(), time);

        Task AnswerAsync(HttpContext http) => http.Response.WriteAsync(new(true, IdOf(http), time.GetUtcNow()), Json.ContextAnswer);
    }

    private static void MapIntrospection(
        IEndpointRouteBuilder endpoints, ContextRegistry contexts, ForkServerHost forkServers, TimeProvider time)
    {
        endpoints.Map(SandboxRoutes.CompleteCode, async (http, _) =>
        {
            var request = await http.Request.ReadAsync(Json.CodePositionRequest);
            var answer = await Introspection.CompleteAsync(contexts.Get(IdOf(http)), request, time.GetUtcNow(), http.RequestAborted);
            await http.Response.WriteAsync(answer, Json.CompletionAnswer);
        });
        endpoints.Map(SandboxRoutes.InspectCode, async (http, _) =>
        {
            var request = await http.Request.ReadAsync(Json.CodePositionRequest);
            var answer = await Introspection.InspectAsync(contexts.Get(IdOf(http)), request, time.GetUtcNow(), http.RequestAborted);
            await http.Response.WriteAsync(answer, Json.InspectionAnswer);
        });
        endpoints.Map(SandboxRoutes.ContextVariables, async (http, _) =>
        {
            var answer = await Introspection.ListVariablesAsync(contexts.Get(IdOf(http)), time.GetUtcNow(), http.RequestAborted);
            await http.Response.WriteAsync(answer, Json.VariablesAnswer);
        });

        endpoints.Map(SandboxRoutes.ContextTable, async (http, _) =>
        {
            var request = await http.Request.ReadAsync(Json.TableRequest);
            var answer = await ReadTable.RunAsync(contexts.Get(IdOf(http)), request, time.GetUtcNow(), http.RequestAborted);
            await http.Response.WriteAsync(answer, Json.TableAnswer);
        });

        // ?warm=python: whoever expects Python to be used soon (an opened file, a place in the warm pool) says so here.
        // It costs a hundred megabytes, so that who may not run anything starts nothing with it either.
        endpoints.Map(SandboxRoutes.InterpreterHealth, (http, caller) =>
        {
            if (caller.Role >= Role.Editor && http.Request.Query["warm"].ToString() == CodeLanguage.Python.Value)
            {
                forkServers.Warm();
            }

            return http.Response.WriteAsync(
                new(true, forkServers.IsReady ? "ready" : "starting", time.GetUtcNow()), Json.InterpreterHealthAnswer);
        });
    }

    private static ContextId IdOf(HttpContext http) => http.Request.RouteValue<ContextId>("contextId");
}
