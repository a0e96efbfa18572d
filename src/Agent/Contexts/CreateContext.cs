using Agent.Sessions;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Contexts;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Contexts;

/// <summary>Makes a context with an interpreter that is ready.</summary>
internal static class CreateContext
{
    private const int LeastMemoryMb = 64;

    public static Task<Context> RunAsync(
        CreateContextRequest request, ContextRegistry contexts, string actor, CancellationToken cancellationToken)
    {
        if (request.TimeoutMs is < 1)
        {
            throw AgentException.Invalid("timeoutMs", "expected a positive number of milliseconds");
        }

        ContextName.Check(request.Name);
        if (request.MemoryMb is < LeastMemoryMb)
        {
            throw AgentException.Invalid("memoryMb", $"expected at least {LeastMemoryMb}");
        }

        SandboxEnvironment.Check("env_vars", request.EnvVars);
        return contexts.CreateAsync(
            ContextId.New(),
            new(request.Name, actor, request.Shared, IsDefault: false),
            new(request.Language ?? CodeLanguage.Python, request.Cwd ?? SandboxPath.Workspace, ExecuteCommand.Without(request.EnvVars), request.MemoryMb),
            request.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            cancellationToken);
    }
}
