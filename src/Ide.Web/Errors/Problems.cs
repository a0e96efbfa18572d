using System.Text.Json.Nodes;
using Ide.Core.Protocol.Errors;

namespace Ide.Web.Errors;

/// <summary>The web server's own refusals, in the one shape that every client of the API reads.</summary>
internal static class Problems
{
    /// <summary>How long a client should wait before it asks again, in seconds, where waiting helps.</summary>
    private const string RetryAfterSeconds = "1";

    extension(HttpRequest request)
    {
        /// <summary>A person opens an address, as opposed to a program or a page's script that calls the API.</summary>
        public bool IsPageVisit =>
            HttpMethods.IsGet(request.Method)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/sandboxes");
    }

    extension(HttpContext context)
    {
        /// <summary>Answers a person whose page could not be made. The response must not have started.</summary>
        public Task ShowFailureAsync(ErrorCode code, string message)
        {
            context.Response.StatusCode = code.ToStatus();
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(FailurePage.Of(message), context.RequestAborted);
        }

        /// <summary>Answers with a problem. The response must not have started.</summary>
        public Task RefuseAsync(ErrorCode code, string message, JsonObject? details = null)
        {
            var time = context.RequestServices.GetRequiredService<TimeProvider>();
            var problem = Problem.From(code, message, details, time.GetUtcNow());
            context.Response.StatusCode = problem.Status;
            context.Response.Headers.CacheControl = "no-store";
            if (problem.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            {
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
            }

            if (problem.Status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            if (problem.Status == StatusCodes.Status426UpgradeRequired)
            {
                context.Response.Headers.Upgrade = "websocket";
            }

            return context.Response.WriteAsJsonAsync(
                problem, ErrorJson.Default.Problem, Problem.ContentType, context.RequestAborted);
        }
    }
}
