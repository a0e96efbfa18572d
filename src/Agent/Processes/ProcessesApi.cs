using System.Buffers;
using System.Text;
using Agent.Http;
using Agent.Native;
using Agent.Runs;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary>The services and routes of background processes.</summary>
internal static class ProcessesApi
{
    private static ProcessesJson Json => ProcessesJson.Relaxed;

    public static void AddProcesses(this IServiceCollection services)
    {
        services.AddSingleton<ProcessRegistry>();
        services.AddSingleton<StartProcess>();
        services.AddSingleton<WatchPort>();
    }

    public static void MapProcesses(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var processes = services.GetRequiredService<ProcessRegistry>();
        var start = services.GetRequiredService<StartProcess>();
        var room = services.GetRequiredService<InputRoom>();
        var watch = services.GetRequiredService<WatchPort>();
        var time = services.GetRequiredService<TimeProvider>();

        endpoints.Map(SandboxRoutes.StartProcess, async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.StartProcessRequest);
            await start.AnswerAsync(context, await start.RunAsync(request, caller.Actor));
        });

        endpoints.Map(SandboxRoutes.ListProcesses, (context, _) =>
        {
            var status = StatusOf(context.Request);
            var found = processes.List().Where(process => status is null || process.Status == status).Select(static process => process.Describe());
            return context.Response.WriteAsync(new(true, [.. found], time.GetUtcNow()), Json.ProcessListAnswer);
        });

        endpoints.Map(SandboxRoutes.GetProcess, (context, _) =>
            context.Response.WriteAsync(new(true, ProcessOf(context).Describe(), time.GetUtcNow()), Json.ProcessAnswer));

        endpoints.Map(SandboxRoutes.KillProcess, async (context, caller) =>
        {
            var process = ProcessOf(context);
            await KillProcess.RunAsync(process, KillProcess.SignalOf(context.Request.Query["signal"]), caller.Actor, context.RequestAborted);
            await context.Response.WriteAsync(new(true, process.Id, time.GetUtcNow()), Json.ProcessKilled);
        });

        endpoints.Map(SandboxRoutes.KillAllProcesses, async (context, caller) =>
        {
            var running = processes.List().Where(static process => process.Run.Finished is null).ToList();
            foreach (var process in running)
            {
                await KillProcess.RunAsync(process, Signals.Term, caller.Actor, context.RequestAborted);
            }

            await context.Response.WriteAsync(new(true, running.Count, time.GetUtcNow()), Json.ProcessesKilled);
        });

        endpoints.Map(SandboxRoutes.ProcessLogs, (context, caller) => WriteLogsAsync(context, VisibleTo(caller, ProcessOf(context))));
        endpoints.Map(SandboxRoutes.ProcessStream, (context, caller) =>
            StreamRun.RunAsync(context, VisibleTo(caller, ProcessOf(context)).Run, time));

        endpoints.Map(SandboxRoutes.ProcessInput, async (context, _) =>
        {
            var process = ProcessOf(context);
            await WriteProcessInput.RunAsync(
                process, await context.Request.ReadAsync(Json.ProcessInputRequest), room, context.RequestAborted);
            await context.Response.WriteAsync(new(true, process.Id, time.GetUtcNow()), Json.ProcessInputAnswer);
        });

        endpoints.Map(SandboxRoutes.WatchPort, async (context, _) =>
            await watch.RunAsync(context, await context.Request.ReadAsync(Json.PortWatchRequest)));

        BackgroundProcess ProcessOf(HttpContext context) => processes.Get(context.Request.RouteValue<ProcessId>("processId"));
    }

    private static ProcessStatus? StatusOf(HttpRequest request) => request.Query["status"].ToString() switch
    {
        "" => null,
        "starting" => ProcessStatus.Starting,
        "running" => ProcessStatus.Running,
        "completed" => ProcessStatus.Completed,
        "failed" => ProcessStatus.Failed,
        "killed" => ProcessStatus.Killed,
        "error" => ProcessStatus.Error,
        _ => throw AgentException.Invalid("status", "expected starting, running, completed, failed, killed or error"),
    };

    /// <exception cref="AgentException">FORBIDDEN: it began in the past that the caller joined without.</exception>
    private static BackgroundProcess VisibleTo(Caller caller, BackgroundProcess process) => process.Run.IsVisibleTo(caller)
        ? process
        : throw new AgentException(ErrorCode.Forbidden, "You joined without the past, and this process began in it.");

    /// <summary>What it has written until now, up to 32 MiB; then <c>truncated: true</c>, and the whole is the run's output.</summary>
    private static async Task WriteLogsAsync(HttpContext context, BackgroundProcess process)
    {
        process.Run.FlushOutput();
        var (stdout, stderr) = RunOutputText.Measure(process.Run);
        var isTruncated = process.Run.IsTruncated || stdout.Bytes + stderr.Bytes > RunOutputText.MostBytes;
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.BodyWriter.Write("{\"stdout\":"u8);
        await RunOutputText.WriteAsync(
            response, process.Run, OutputStream.Stdout, stdout.IsText, Math.Min(stdout.Bytes, RunOutputText.MostBytes), context.RequestAborted);
        response.BodyWriter.Write(",\"stderr\":"u8);
        await RunOutputText.WriteAsync(
            response, process.Run, OutputStream.Stderr, stderr.IsText,
            Math.Clamp(RunOutputText.MostBytes - stdout.Bytes, 0, stderr.Bytes), context.RequestAborted);
        var rest = new StringBuilder($",\"success\":true,\"processId\":\"{process.Id}\",\"runId\":\"{process.Run.Id}\"");
        rest.Append(stdout.IsText ? "" : ",\"stdoutEncoding\":\"base64\"").Append(stderr.IsText ? "" : ",\"stderrEncoding\":\"base64\"");
        rest.Append(isTruncated ? ",\"truncated\":true}" : "}");
        response.BodyWriter.Write(Encoding.UTF8.GetBytes(rest.ToString()));
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
