using System.Collections.Concurrent;
using System.Text.Json;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Hello;
using Ide.Core.Sandboxes;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Ide.Core.Tests.Sandboxes;

/// <summary>Sandboxes without processes, which one Agent answers for: they live until a test says otherwise.</summary>
internal sealed class FakeProvider : ISandboxProvider, IAsyncDisposable
{
    private readonly FakeAgent _agent;
    private readonly ConcurrentDictionary<string, SandboxId> _alive = new();
    private int _starts;

    private FakeProvider(FakeAgent agent) => _agent = agent;

    public string Name => "fake";

    /// <summary>How often it was started, also in vain.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Which contract its Agent speaks from its next start on.</summary>
    public int ContractVersion { get; set; } = Contract.Version;

    /// <summary>So many of the next starts fail.</summary>
    public int FailingStarts { get; set; }

    /// <summary>Which were stopped or destroyed, in this order.</summary>
    public ConcurrentQueue<SandboxId> Stops { get; } = [];

    /// <summary>Done when it is looked after.</summary>
    public Func<Task<bool>> Mending { get; set; } = static () => Task.FromResult(false);

    /// <summary>Called while it starts.</summary>
    public Action? Starting { get; set; }

    /// <summary>Called before it is destroyed.</summary>
    public Action? Destroying { get; set; }

    /// <summary>Called when the Agent has been asked to end, and has.</summary>
    public Action? Ended { get; set; }

    /// <summary>Whose Agents do not say whether they work, although they are asked.</summary>
    public ConcurrentDictionary<SandboxId, TaskCompletionSource> Hanging { get; } = new();

    public static async Task<FakeProvider> StartAsync()
    {
        var provider = new FakeProvider(await FakeAgent.StartAsync());
        provider._agent.Answer($"POST {SandboxRoutes.Shutdown.Pattern}", context =>
        {
            provider._alive.TryRemove(SecretOf(context), out _);
            provider.Ended?.Invoke();
            return Task.CompletedTask;
        });
        provider._agent.Answer($"GET {SandboxRoutes.Activity.Pattern}", provider.AnswerActivityAsync);
        return provider;
    }

    /// <summary>All end by themselves.</summary>
    public void Die() => _alive.Clear();

    public Task<SandboxRecord> PrepareAsync(SandboxRecord record, CancellationToken cancellationToken) => Task.FromResult(record);

    public Task<SandboxRecord> StartAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _starts);
        Starting?.Invoke();
        if (FailingStarts-- > 0)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, "There is no room for it now.");
        }

        var hello = JsonSerializer.Serialize(new AgentHello(record.Id, ContractVersion, "0", "journal"), HelloJson.Default.AgentHello);
        _agent.Answer($"GET {SandboxRoutes.Hello.Pattern}", context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(hello);
        });
        _alive[record.Secret] = record.Id;
        return Task.FromResult(record);
    }

    public bool IsAlive(SandboxRecord record) => _alive.ContainsKey(record.Secret);

    public async Task<Stream> ConnectAsync(SandboxRecord record, CancellationToken cancellationToken) =>
        await _agent.DialAsync(cancellationToken);

    public string? LastWords(SandboxRecord record) => "Out of luck.";

    public Task<bool> MendAsync(SandboxRecord record, CancellationToken cancellationToken) => Mending();

    public Task StopAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        Stops.Enqueue(record.Id);
        _alive.TryRemove(record.Secret, out _);
        return Task.CompletedTask;
    }

    public Task DestroyAsync(SandboxRecord record, CancellationToken cancellationToken)
    {
        Destroying?.Invoke();
        return StopAsync(record, cancellationToken);
    }

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    /// <summary>Which sandbox a call is for.</summary>
    private static string SecretOf(HttpContext context) => context.Request.Headers[CallerHeaders.Secret].ToString();

    private async Task AnswerActivityAsync(HttpContext context)
    {
        if (Hanging.TryGetValue(_alive[SecretOf(context)], out var asked))
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(new AgentActivity(false, null), HelloJson.Default.AgentActivity));
    }
}
