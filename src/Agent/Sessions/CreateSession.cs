using Agent.Files;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Commands;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Sessions;

/// <summary><c>session/create</c>. Its shell starts with its first command; its directory is made at once.</summary>
internal static class CreateSession
{
    private const int MostNameCharacters = 100;

    public static async Task<SessionInfo> RunAsync(
        CreateSessionRequest request, SessionRegistry sessions, SandboxFiles files, string actor, CancellationToken cancellationToken)
    {
        if (request.Isolation)
        {
            throw new AgentException(
                ErrorCode.IsolationNotAvailable, "This sandbox cannot give a session a process namespace of its own.");
        }

        if (request.CommandTimeoutMs < 0)
        {
            throw AgentException.Invalid("commandTimeoutMs", "expected milliseconds, or 0 for no limit");
        }

        if (request.Id is { Value: ExecuteRequest.NoSession })
        {
            throw AgentException.Invalid("id", $"{ExecuteRequest.NoSession} means that there is no session");
        }

        if (request.Name?.Length > MostNameCharacters)
        {
            throw AgentException.Invalid("name", $"expected at most {MostNameCharacters} characters");
        }

        SandboxEnvironment.Check("env", request.Env);
        var id = request.Id ?? SessionId.New();
        var directory = ExecuteCommand.Resolve(request.Cwd);
        if (directory is not null && SandboxPath.TryParse(directory, out var path))
        {
            MakeDirectory.Run(await files.GetRootAsync(cancellationToken), new(path, Recursive: true));
        }

        sessions.Create(
            new(id, request.Name ?? id.Value, directory, ExecuteCommand.Without(request.Env),
                request.CommandTimeoutMs is { } limit ? TimeSpan.FromMilliseconds(limit) : null),
            actor);
        return new(id, request.Name ?? id.Value, directory ?? SandboxPath.Workspace.Value);
    }
}
