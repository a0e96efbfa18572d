using Ide.Core.Protocol.Errors;
using Microsoft.AspNetCore.Diagnostics;

namespace Ide.Web.Errors;

/// <summary>What the web server answers when it refuses or fails: problem details for programs, pages for people.</summary>
internal static class ErrorAnswers
{
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
            StatusCodes.Status415UnsupportedMediaType => RefuseMediaTypeAsync(context),
            _ => Task.CompletedTask,
        };
    }

    private static Task RefuseMediaTypeAsync(HttpContext context)
    {
        var refusal = AgentException.Invalid("$", "The body must be JSON, with Content-Type: application/json.");
        return context.RefuseAsync(refusal.Code, refusal.Message, refusal.Context);
    }
}
