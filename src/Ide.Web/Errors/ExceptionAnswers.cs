using System.Text.Json;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Ide.Web.Errors;

/// <summary>Turns what an endpoint throws into an answer: refusals as they are, anything else as a bug without its details.</summary>
internal sealed partial class ExceptionAnswers(ILogger<ExceptionAnswers> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        switch (exception)
        {
            case AgentException refusal:
                await context.RefuseAsync(refusal.Code, refusal.Message, refusal.Context);
                break;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                await context.RefuseAsync(ErrorCode.MessageTooLarge, "The request's body is larger than this route takes.");
                break;
            case BadHttpRequestException bad:
                var refused = bad.InnerException is JsonException json ? BadJson.Refusal(json) : AgentException.Invalid("request", bad.Message);
                await context.RefuseAsync(refused.Code, refused.Message, refused.Context);
                break;
            default:
                Log.Failed(logger, context.Request.Method, context.Request.Path, exception);
                await context.RefuseAsync(ErrorCode.InternalError, "The server met a fault of its own. Its log says more.");
                break;
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
