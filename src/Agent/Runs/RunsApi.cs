using Agent.Http;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Core.Protocol.Runs;

namespace Agent.Runs;

/// <summary>The runs' services and routes.</summary>
internal static class RunsApi
{
    private static RunsJson Json => RunsJson.Relaxed;

    public static void AddRuns(this IServiceCollection services)
    {
        services.AddSingleton<RunRegistry>();
        services.AddSingleton<InputRoom>();
        services.AddHostedService<RunUpkeep>();
    }

    public static void MapRuns(this IEndpointRouteBuilder endpoints)
    {
        var runs = endpoints.ServiceProvider.GetRequiredService<RunRegistry>();
        var time = endpoints.ServiceProvider.GetRequiredService<TimeProvider>();

        endpoints.Map(SandboxRoutes.ListRuns, (context, caller) =>
        {
            var state = StateOf(context.Request);
            var found = runs.List().Where(run => run.IsVisibleTo(caller) && (state is null || run.State == state)).Select(RunDescription.Of);
            return context.Response.WriteAsync(new(true, [.. found], time.GetUtcNow()), Json.RunsAnswer);
        });

        endpoints.Map(SandboxRoutes.GetRun, (context, caller) =>
            context.Response.WriteAsync(new(true, RunDescription.Of(RunOf(context, caller)), time.GetUtcNow()), Json.RunAnswer));

        endpoints.Map(SandboxRoutes.CancelRun, (context, caller) =>
        {
            var run = RunOf(context, caller);
            return context.Response.WriteAsync(
                new(true, run.Id, run.RequestCancel(caller.Actor), time.GetUtcNow()), Json.RunCancelled);
        });

        endpoints.Map(SandboxRoutes.RunEvents, (context, caller) => StreamRun.RunAsync(context, RunOf(context, caller), time));
        endpoints.Map(SandboxRoutes.RunOutput, (context, caller) => GetRunOutput.RunAsync(context, RunOf(context, caller)));

        Run RunOf(HttpContext context, Caller caller)
        {
            var id = context.Request.RouteValue<RunId>("runId");
            return runs.Get(id) is var run && run.IsVisibleTo(caller) ? run : throw RunRegistry.NotFound(id);
        }
    }

    private static RunState? StateOf(HttpRequest request) => request.Query["state"].ToString() switch
    {
        "" => null,
        "queued" => RunState.Queued,
        "running" => RunState.Running,
        "succeeded" => RunState.Succeeded,
        "failed" => RunState.Failed,
        "cancelled" => RunState.Cancelled,
        "timed_out" => RunState.TimedOut,
        _ => throw AgentException.Invalid("state", "expected queued, running, succeeded, failed, cancelled or timed_out"),
    };
}
