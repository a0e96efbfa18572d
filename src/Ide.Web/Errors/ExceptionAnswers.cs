using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Ide.Web.Errors;

/// <summary>Turns what an endpoint throws into an answer: refusals as they are, anything else as a bug without its details.</summary>
internal sealed partial class ExceptionAnswers(ILogger<ExceptionAnswers> logger) : IExceptionHandler
{
    /// <summary>Of ASP.NET's sentence about an empty body, which speaks of our parameters.</summary>
    private const string NoBody = "no body was provided";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
        {
            return true;
        }

        switch (exception)
        {
            case AgentException refusal:
                await AnswerAsync(context, refusal.Code, refusal.Message, refusal.Context);
                break;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                await context.RefuseAsync(ErrorCode.MessageTooLarge, ErrorAnswers.TooLarge);
                break;
            case BadHttpRequestException bad:
                var refused = bad.InnerException is JsonException json ? BadJson.Refusal(json)
                    : bad.Message.Contains(NoBody, StringComparison.Ordinal) ? AgentException.Invalid("$", "expected an object as the body")
                    : AgentException.Invalid("request", bad.Message);
                await context.RefuseAsync(refused.Code, refused.Message, refused.Context);
                break;
            case InvalidOperationException when !HasKnownCharset(context.Request):
                var unread = AgentException.Invalid("Content-Type", "a charset that is known here is expected, or none");
                await context.RefuseAsync(unread.Code, unread.Message, unread.Context);
                break;
            default:
                Log.Failed(logger, context.Request.Method, context.Request.Path, exception);
                await AnswerAsync(context, ErrorCode.InternalError, "The server met a fault of its own. Its log says more.");
                break;
        }

        return true;
    }

    /// <summary>A body in another one is not read, for which ASP.NET throws what it throws for faults of ours.</summary>
    private static bool HasKnownCharset(HttpRequest request)
    {
        try
        {
            return !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.Charset.Length == 0
                || Encoding.GetEncoding(type.Charset.ToString().Trim('"')) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Task AnswerAsync(HttpContext context, ErrorCode code, string message, JsonObject? details = null) =>
        context.Request.IsPageVisit ? context.ShowFailureAsync(code, message) : context.RefuseAsync(code, message, details);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
        public static partial void Failed(ILogger logger, string method, string path, Exception exception);
    }
}
