using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Ide.Web.Errors;

/// <summary>What the web server answers when it refuses or fails: problem details for programs, pages for people.</summary>
internal static class ErrorAnswers
{
    public const string TooLarge = "The request's body is larger than this route takes.";

    extension(IServiceCollection services)
    {
        public IServiceCollection AddErrorAnswers() => services
            .AddExceptionHandler<ExceptionAnswers>()
            .Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true)
            .ConfigureHttpJsonOptions(static options => options.SerializerOptions.AllowDuplicateProperties = false);
    }

    extension(IApplicationBuilder app)
    {
        public void UseErrorAnswers()
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = static context => context.RefuseAsync(ErrorCode.InternalError, "The server met a fault of its own."),
                SuppressDiagnosticsCallback = static _ => true,
            });
            app.UseWhen(
                static context => context.Request.IsPageVisit,
                static pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true));
            app.UseWhen(
                static context => !context.Request.IsPageVisit,
                static calls => calls.UseStatusCodePages(static context => AnswerEmptyAsync(context)));
        }
    }

    /// <summary>Gives an answer without a body, such as routing's 404, the body that its status deserves.</summary>
    private static Task AnswerEmptyAsync(StatusCodeContext answer)
    {
        var context = answer.HttpContext;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => context.RefuseAsync(
                ErrorCode.RouteNotFound, $"There is no {context.Request.Method} {context.Request.Path} here."),
            StatusCodes.Status415UnsupportedMediaType => RefuseAsync(
                context, AgentException.Invalid("$", "The body must be JSON, with Content-Type: application/json.")),
            StatusCodes.Status413PayloadTooLarge => context.RefuseAsync(
                ErrorCode.MessageTooLarge, TooLarge),
            StatusCodes.Status400BadRequest => RefuseAsync(
                context, AgentException.Invalid("request", "The request could not be read whole.")),
            _ => Task.CompletedTask,
        };
    }

    private static Task RefuseAsync(HttpContext context, AgentException refusal) =>
        context.RefuseAsync(refusal.Code, refusal.Message, refusal.Context);
}
