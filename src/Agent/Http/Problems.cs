using System.Text.Json;
using Agent.Journal;
using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>Answers a failed request with a <see cref="Problem"/>; what is no refusal of ours is logged and called a bug.</summary>
internal static partial class Problems
{
    public static Task WriteAsync(HttpContext context, Exception exception)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var refusal = AsRefusal(exception);
        if (refusal.Code is ErrorCode.InternalError)
        {
            Log.RequestFailed(LoggerOf(context), context.Request.Method, context.Request.Path, exception);
        }

        var problem = Problem.From(refusal.Code, refusal.Message, refusal.Context, time.GetUtcNow());
        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = Problem.ContentType;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return JsonSerializer.SerializeAsync(
            context.Response.Body, problem, ErrorJson.Default.Problem, context.RequestAborted);
    }

    /// <summary>For a failure after the answer has begun: the stream can only be cut.</summary>
    public static void LogLate(HttpContext context, Exception exception) =>
        Log.AnswerBroke(LoggerOf(context), context.Request.Method, context.Request.Path, exception);

    private static AgentException AsRefusal(Exception exception) => exception switch
    {
        AgentException refusal => refusal,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(ErrorCode.MessageTooLarge, "The request body is larger than this route takes."),
        BadHttpRequestException bad => new(ErrorCode.ValidationFailed, bad.Message),
        IOException full when DiskFull.Is(full) => new(ErrorCode.NoSpace, "No room is left on the sandbox's disk."),
        _ => new(ErrorCode.InternalError, "The Agent failed at this request; its log says why.", null, exception),
    };

    private static ILogger LoggerOf(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Agent.Http");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
        public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

        [LoggerMessage(2, LogLevel.Warning, "{Method} {Path} broke after its answer had begun.")]
        public static partial void AnswerBroke(ILogger logger, string method, string path, Exception exception);
    }
}
