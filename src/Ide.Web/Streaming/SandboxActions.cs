using System.Text.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Gateway;

namespace Ide.Web.Streaming;

/// <summary>What a page makes a sandbox do, as calls of the sandbox API: people and programs use the same one.</summary>
internal sealed class SandboxActions(AgentApi api)
{
    /// <summary>The largest piece of code that is run, in characters of its JSON.</summary>
    private const int MaxCodeLength = 1024 * 1024;

    public async Task<RunAccepted> RunCodeAsync(
        Caller caller, SandboxId sandbox, RunCodeRequest request, CancellationToken cancellationToken)
    {
        if (request.Code is not { Length: <= MaxCodeLength })
        {
            throw AgentException.Invalid("code", "Expected code of at most 1 MiB.");
        }

        var run = HubCalls.ReadOptional<RunId>(request.RunId, "runId") ?? RunId.New();
        var body = new JsonObject { ["code"] = request.Code, ["language"] = request.Language, ["runId"] = run.Value, ["timeoutMs"] = 0 };
        if (HubCalls.ReadOptional<ContextId>(request.ContextId, "contextId") is { } context)
        {
            body["context_id"] = context.Value;
        }

        if (request.Path is { } path)
        {
            body["path"] = path;
        }

        if (HubCalls.ReadOptional<RunId>(request.BatchId, "batchId") is { } batch)
        {
            body["batchId"] = batch.Value;
        }

        if (request.FirstLine is { } line)
        {
            body["firstLine"] = line;
        }

        await SendAsync(caller, sandbox, SandboxRoutes.ExecuteCode, SandboxRoutes.ExecuteCode.Pattern, body, cancellationToken);
        return new(run.Value);
    }

    public async Task<RunAccepted> RunFileAsync(
        Caller caller, SandboxId sandbox, RunFileRequest request, CancellationToken cancellationToken)
    {
        var path = request.Path ?? "";
        switch (Runner.For(path))
        {
            case { Language: { } language }:
                var code = await ReadTextAsync(caller, sandbox, path, cancellationToken);
                return await RunCodeAsync(
                    caller, sandbox, new(code, language, request.ContextId, request.RunId, path), cancellationToken);
            case { Command: { } command }:
                return await RunCommandAsync(
                    caller, sandbox, new($"{command} -- {Quote(path)}", RunId: request.RunId), cancellationToken);
            default:
                throw AgentException.Invalid("path", $"Expected a file that can be run: {Runner.Extensions}.");
        }
    }

    public async Task<RunAccepted> RunCommandAsync(
        Caller caller, SandboxId sandbox, RunCommandRequest request, CancellationToken cancellationToken)
    {
        var run = HubCalls.ReadOptional<RunId>(request.RunId, "runId") ?? RunId.New();
        var body = new JsonObject { ["command"] = request.Command, ["runId"] = run.Value, ["timeoutMs"] = 0 };
        if (HubCalls.ReadOptional<SessionId>(request.SessionId, "sessionId") is { } session)
        {
            body["sessionId"] = session.Value;
        }

        if (request.Cwd is { } cwd)
        {
            body["cwd"] = cwd;
        }

        await SendAsync(caller, sandbox, SandboxRoutes.ExecuteStream, SandboxRoutes.ExecuteStream.Pattern, body, cancellationToken);
        return new(run.Value);
    }

    public async Task<TerminalOpening> CreateTerminalAsync(
        Caller caller, SandboxId sandbox, CreateTerminalRequest request, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        Set("cols", request.Cols);
        Set("rows", request.Rows);
        Set("name", request.Name);
        Set("cwd", request.Cwd);
        var answer = await api.CallAsync(
            caller, sandbox, SandboxRoutes.CreateTerminal, SandboxRoutes.CreateTerminal.Pattern,
            JsonContent.Create(body), ErrorJson.Default.JsonObject, cancellationToken);
        return new((string?)answer["id"] ?? throw new AgentException(ErrorCode.InternalError, "The sandbox named no terminal."));

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }
    }

    /// <summary>
    /// Sends a call and waits until it is accepted. What a run prints comes through the journal; since it has an id of the
    /// caller, it goes on when its own stream is let go here.
    /// </summary>
    public async Task SendAsync(
        Caller caller, SandboxId sandbox, SandboxRoute route, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await api.SendAsync(caller, sandbox, route, path, content, cancellationToken);
    }

    private async Task<string> ReadTextAsync(Caller caller, SandboxId sandbox, string path, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(new JsonObject { ["path"] = path, ["encoding"] = "utf-8" });
        var file = await api.CallAsync(
            caller, sandbox, SandboxRoutes.ReadFile, SandboxRoutes.ReadFile.Pattern, content, ErrorJson.Default.JsonObject, cancellationToken);
        return file["content"] is JsonValue text && text.GetValueKind() == JsonValueKind.String
            ? text.GetValue<string>()
            : throw new AgentException(ErrorCode.InternalError, "The sandbox answered what is not an answer.");
    }

    /// <summary>One word of a shell command, whatever is in it.</summary>
    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
