using Agent.Http;
using Agent.Runs;
using Agent.Sessions;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Journal;

namespace Agent.Contexts;

/// <summary>Runs code in a context and streams what comes of it; a call with the id of a run that is there joins that run.</summary>
internal sealed class ExecuteCode(ContextRegistry contexts, RunRegistry runs, TimeProvider time)
{
    public const int MostCodeBytes = 1024 * 1024;

    /// <summary>An interpreter is given as many empty lines before the code.</summary>
    private const int MostLines = 1_000_000;

    /// <summary>It goes into one record of the journal, with the code.</summary>
    private const int MostPathLength = 4096;

    private static readonly string[] FigureFormats = ["png", "svg", "jpeg", "pdf", "retina"];

    public async Task RunAsync(HttpContext http, Caller caller)
    {
        var request = await http.Request.ReadAsync(ContextsJson.Strict.ExecuteCodeRequest);
        Check(request);
        var run = await StartAsync(request, caller, http.RequestAborted);
        try
        {
            await StreamRun.RunAsync(http, run, after: 0, time);
        }
        finally
        {
            // A caller who gave the run no id of his own cannot come back to it: with his request it ends.
            if (request.RunId is null && http.RequestAborted.IsCancellationRequested)
            {
                run.RequestCancel(caller.Actor);
            }
        }
    }

    private async Task<Run> StartAsync(ExecuteCodeRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.RunId is { } id && runs.Find(id) is not null)
        {
            // Joined, whatever became of its context; or refused, when it is another run.
            return runs.Start(Describe(request, request.Language ?? CodeLanguage.Python, request.ContextId, caller)).Run;
        }

        var context = request.ContextId is { } known
            ? contexts.Get(known)
            : await contexts.GetDefaultAsync(request.Language ?? CodeLanguage.Python, caller.Actor, cancellationToken);
        if (request.Language is { } language && language != context.Language)
        {
            throw AgentException.Invalid("language", $"the context {context.Id} speaks {context.Language}");
        }

        if (context.DeathReason is { } reason)
        {
            throw new AgentException(ErrorCode.ContextTerminated, $"The context {context.Id} has no interpreter any more: {reason}");
        }

        var started = runs.Start(Describe(request, context.Language, context.Id, caller));
        if (started.IsNew)
        {
            context.Queue(started.Run, request);
        }

        return started.Run;
    }

    private static RunRequest Describe(ExecuteCodeRequest request, CodeLanguage language, Ide.Core.Protocol.ContextId? context, Caller caller) => new()
    {
        RunId = request.RunId,
        Kind = RunKind.Code,
        Source = request.Code,
        Actor = caller.Actor,
        IsQueued = true,
        Language = language.Value,
        Path = request.Path,
        FirstLine = request.FirstLine,
        ContextId = context,
        // As it was asked for: the context that would say its language may be gone when somebody joins.
        Fingerprint = RunFingerprint.Of(
        [
            "code", request.Code, request.ContextId is null ? language.Value : request.Language?.Value, request.ContextId?.Value,
            request.TimeoutMs?.ToString(), RunFingerprint.Join(request.EnvVars), request.Path, request.FirstLine?.ToString(), RunFingerprint.Join(request.FigureFormats),
        ]),
    };

    private static void Check(ExecuteCodeRequest request)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(request.Code) > MostCodeBytes)
        {
            throw AgentException.Invalid("code", "expected at most 1 MiB");
        }

        if (request.TimeoutMs is < 0)
        {
            throw AgentException.Invalid("timeoutMs", "expected milliseconds, or 0 for no limit");
        }

        if (request.Path?.Length > MostPathLength)
        {
            throw AgentException.Invalid("path", $"expected at most {MostPathLength} characters");
        }

        if (request.FirstLine is < 1 or > MostLines)
        {
            throw AgentException.Invalid("firstLine", $"expected 1 to {MostLines}");
        }

        if (request.FigureFormats?.FirstOrDefault(format => !FigureFormats.Contains(format)) is { } unknown)
        {
            throw AgentException.Invalid("figureFormats", $"{unknown} is none of {string.Join(", ", FigureFormats)}");
        }

        SandboxEnvironment.Check("env_vars", request.EnvVars);
    }
}
