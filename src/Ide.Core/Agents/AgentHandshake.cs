using System.Net;
using System.Net.Http.Json;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;
using Ide.Core.Sandboxes;

namespace Ide.Core.Agents;

/// <summary>
/// The first words with an Agent: that it is the one of this sandbox, and that it speaks a contract that this server knows.
/// And the last: to end in order.
/// </summary>
internal static class AgentHandshake
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <exception cref="AgentException">Somebody else answers, or another contract.</exception>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public static async Task<AgentHello> HelloAsync(ISandboxProvider provider, SandboxRecord record, CancellationToken cancellationToken)
    {
        using var client = Connect(provider, record);
        var hello = await client.GetFromJsonAsync(SandboxRoutes.Hello.Pattern, HelloJson.Default.AgentHello, cancellationToken).ConfigureAwait(false);
        if (hello is null || hello.SandboxId != record.Id)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, $"What answers for {record.Id} is the Agent of another sandbox.");
        }

        return hello.ContractVersion is Contract.Version or Contract.Version - 1
            ? hello
            : throw new AgentException(
                ErrorCode.SandboxUnavailable,
                $"The Agent of {record.Id} speaks version {hello.ContractVersion} of the contract, this server {Contract.Version}: stop the sandbox and start it again.");
    }

    /// <summary>Whether the sandbox works by itself.</summary>
    /// <exception cref="HttpRequestException">Nobody answers, or an Agent that does not know the question.</exception>
    public static async Task<AgentActivity> ActivityAsync(ISandboxProvider provider, SandboxRecord record, CancellationToken cancellationToken)
    {
        using var client = Connect(provider, record);
        return await client.GetFromJsonAsync(SandboxRoutes.Activity.Pattern, HelloJson.Default.AgentActivity, cancellationToken).ConfigureAwait(false)
            ?? throw new HttpRequestException("The Agent does not say whether it works.");
    }

    /// <summary>Asks the Agent to end: its journal is flushed then. It need not answer.</summary>
    public static async Task ShutdownAsync(ISandboxProvider provider, SandboxRecord record, CancellationToken cancellationToken)
    {
        using var client = Connect(provider, record);
        using var answer = await client.PostAsync(SandboxRoutes.Shutdown.Pattern, content: null, cancellationToken).ConfigureAwait(false);
    }

    private static HttpClient Connect(ISandboxProvider provider, SandboxRecord record)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await provider.ConnectAsync(record, token).ConfigureAwait(false),
            AllowAutoRedirect = false,
            UseProxy = false,
        })
        {
            BaseAddress = new Uri("http://agent"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Limit,
            MaxResponseContentBufferSize = 64 * 1024,
        };
        client.DefaultRequestHeaders.Add(CallerHeaders.Secret, record.Secret);
        client.DefaultRequestHeaders.Add(CallerHeaders.Actor, JournalEvent.SystemActor);
        client.DefaultRequestHeaders.Add(CallerHeaders.Role, Role.Owner.ToWire());
        return client;
    }
}
