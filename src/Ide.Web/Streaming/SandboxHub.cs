using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;
using Ide.Web.Gateway;
using Microsoft.AspNetCore.SignalR;

namespace Ide.Web.Streaming;

/// <inheritdoc cref="ISandboxHub"/>
internal sealed class SandboxHub(
    SandboxAccess access,
    SandboxActions actions,
    AgentLinks links,
    Feeds feeds,
    AgentJournal journal,
    IHubContext<SandboxHub> hub,
    ILogger<Viewer> logger) : Hub, ISandboxHub
{
    public override Task OnConnectedAsync()
    {
        Context.Attach(new(feeds, journal, logger));
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception) => Context.Connection.DisposeAsync().AsTask();

    [NeedsSandboxRole(Role.Viewer)]
    public async Task<Joined> Join(string sandboxId, long afterSeq)
    {
        if (afterSeq < 0)
        {
            throw AgentException.Invalid(nameof(afterSeq), "Expected a seq of the journal, or 0.");
        }

        var sandbox = HubCalls.Read<SandboxId>(sandboxId, nameof(sandboxId));
        var role = access.Demand(Context.Caller, sandbox, Role.Viewer);
        var historyAfter = access.HistoryAfter(Context.Caller, sandbox);
        if (Context.GetHttpContext()?.Features.Get<LiveConnection>() is { } live)
        {
            live.Sandbox = sandbox;
        }

        await WakeAsync(sandbox);
        await Context.Connection.JoinAsync(
            sandbox, Context.Caller, role, afterSeq, historyAfter,
            new BrowserProxy(hub.Clients.Client(Context.ConnectionId), Context), Context.ConnectionAborted);

        // A membership that ended between the check and the join found nothing to end.
        access.Demand(Context.Caller, sandbox, Role.Viewer);
        return new(sandbox.Value, Context.Caller.Name, role, historyAfter);
    }

    /// <summary>Who cannot be woken can be watched: the feed says why it does not run, and goes on when it does.</summary>
    private async Task WakeAsync(SandboxId sandbox)
    {
        try
        {
            await links.OpenAsync(sandbox, Context.ConnectionAborted);
        }
        catch (AgentException refusal) when (refusal.Code is ErrorCode.SandboxUnavailable or ErrorCode.NoSpace)
        {
        }
    }

    [NeedsSandboxRole(Role.Viewer)]
    public Task Leave() => Context.Connection.LeaveAsync();

    [NeedsSandboxRole(Role.Viewer)]
    public Task Look(LookRequest request)
    {
        Context.Connection.Look(request.Check(), request.IsAway);
        return Task.CompletedTask;
    }

    [NeedsSandboxRole(Role.Editor)]
    public Task<RunAccepted> RunCode(RunCodeRequest request) =>
        actions.RunCodeAsync(Context.Caller, Context.Joined, request, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task<RunAccepted> RunFile(RunFileRequest request) =>
        actions.RunFileAsync(Context.Caller, Context.Joined, request, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task<RunAccepted> RunCommand(RunCommandRequest request) =>
        actions.RunCommandAsync(Context.Caller, Context.Joined, request, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task StopRun(string runId) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.CancelRun,
        $"/api/runs/{HubCalls.Read<RunId>(runId, nameof(runId))}", null, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task InterruptContext(string contextId) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.InterruptContext,
        $"/api/contexts/{HubCalls.Read<ContextId>(contextId, nameof(contextId))}/interrupt", [], Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task RestartContext(string contextId) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.RestartContext,
        $"/api/contexts/{HubCalls.Read<ContextId>(contextId, nameof(contextId))}/restart", [], Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task SendInput(SendInputRequest request) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.ContextInput,
        $"/api/contexts/{HubCalls.Read<ContextId>(request.ContextId, "contextId")}/input",
        new() { ["value"] = request.Value }, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task<TerminalOpening> CreateTerminal(CreateTerminalRequest request) =>
        actions.CreateTerminalAsync(Context.Caller, Context.Joined, request, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task RenameTerminal(string terminalId, string name) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.RenameTerminal,
        $"/api/terminals/{HubCalls.Read<TerminalId>(terminalId, nameof(terminalId))}", new() { ["name"] = name }, Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task RestartTerminal(string terminalId) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.RestartTerminal,
        $"/api/terminals/{HubCalls.Read<TerminalId>(terminalId, nameof(terminalId))}/restart", [], Context.ConnectionAborted);

    [NeedsSandboxRole(Role.Editor)]
    public Task CloseTerminal(string terminalId) => actions.SendAsync(
        Context.Caller, Context.Joined, SandboxRoutes.CloseTerminal,
        $"/api/terminals/{HubCalls.Read<TerminalId>(terminalId, nameof(terminalId))}", null, Context.ConnectionAborted);
}
