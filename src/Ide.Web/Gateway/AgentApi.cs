using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Web.Accounts;

namespace Ide.Web.Gateway;

/// <summary>
/// Calls of the sandbox API that the server makes itself, for a person whose page or hub connection asked for them. They
/// pass the same checks as a call from outside.
/// </summary>
internal sealed class AgentApi(AgentLinks links, SandboxAccess access)
{
    /// <summary>The largest JSON answer that is read whole: an Agent is not trusted with the server's memory.</summary>
    private const int MaxAnswerBytes = 32 * 1024 * 1024;

    /// <summary>Sends a call under the caller's own name and role.</summary>
    /// <param name="path">The path with its query, for the route's pattern.</param>
    /// <param name="mustBeNew">A write refuses what is there already (<c>If-None-Match: *</c>).</param>
    /// <returns>An answer that is a success; its body is not read yet.</returns>
    /// <exception cref="AgentException">The caller may not, the sandbox cannot be reached, or the Agent refused.</exception>
    public Task<HttpResponseMessage> SendAsync(
        Caller caller, SandboxId sandbox, SandboxRoute route, string path, HttpContent? body, CancellationToken cancellationToken,
        bool mustBeNew = false)
    {
        var role = access.Demand(caller, sandbox, route.Role);
        return SendAsync(
            links.OpenAsync(sandbox, cancellationToken), caller.Name, role, route, path, body, cancellationToken, mustBeNew,
            access.HistoryAfter(caller, sandbox));
    }

    /// <summary>Sends a call of the server itself.</summary>
    /// <exception cref="AgentException">The sandbox does not run and is not to be woken, or as above.</exception>
    public Task<HttpResponseMessage> SendAsServerAsync(
        SandboxId sandbox, SandboxRoute route, string path, HttpContent? body, IfStopped ifStopped, CancellationToken cancellationToken) =>
        SendAsync(
            ifStopped == IfStopped.Wake ? links.OpenAsync(sandbox, cancellationToken) : links.OpenRunningAsync(sandbox, cancellationToken),
            Core.Protocol.Journal.JournalEvent.SystemActor, Role.Owner, route, path, body, cancellationToken);

    /// <summary>Sends a call and reads its JSON answer.</summary>
    /// <exception cref="AgentException">As above; also for an answer that is none, however it is made.</exception>
    public async Task<T> CallAsync<T>(
        Caller caller, SandboxId sandbox, SandboxRoute route, string path, HttpContent? body, JsonTypeInfo<T> json,
        CancellationToken cancellationToken)
    {
        using var response = await SendAsync(caller, sandbox, route, path, body, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            return await response.Content.ReadFromJsonAsync(json, cancellationToken) ?? throw Nonsense();
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException or NotSupportedException)
        {
            throw Nonsense();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        ValueTask<AgentLink> opening, string actor, Role role, SandboxRoute route, string path, HttpContent? body,
        CancellationToken cancellationToken, bool mustBeNew = false, long historyAfter = 0)
    {
        var link = await opening;
        link.Identity.DemandHistory(route, historyAfter);
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), AgentLink.BaseAddress + path)
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        request.Headers.Accept.ParseAdd(route == SandboxRoutes.Events ? "application/x-ndjson" : "*/*");
        if (mustBeNew)
        {
            request.Headers.IfNoneMatch.Add(System.Net.Http.Headers.EntityTagHeaderValue.Any);
        }

        request.Stamp(link.Identity, actor, role, historyAfter);
        HttpResponseMessage response;
        try
        {
            response = await link.Calls.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new AgentException(
                ErrorCode.SandboxUnavailable, "The sandbox does not answer; it may be starting again.", null, exception);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ReadRefusalAsync(response, cancellationToken);
        }
    }

    private static async Task<AgentException> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int maxProblemBytes = 256 * 1024;
        try
        {
            await response.Content.LoadIntoBufferAsync(maxProblemBytes, cancellationToken);
            var problem = await response.Content.ReadFromJsonAsync(ErrorJson.Default.Problem, cancellationToken);
            return problem is not null && ErrorCodes.Parse(problem.Code) is { } code
                ? new AgentException(code, problem.Message, problem.Context)
                : Nonsense();
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            return Nonsense();
        }
    }

    private static AgentException Nonsense() => new(ErrorCode.InternalError, "The sandbox answered what is not an answer.");
}

/// <summary>What a call of the server itself does to a sandbox that does not run.</summary>
internal enum IfStopped
{
    Refuse,
    Wake,
}
