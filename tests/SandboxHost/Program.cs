using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Ide.Core.Sandboxes.Local;
using Microsoft.Extensions.Logging.Abstractions;
using SandboxHost;

// A server reduced to its sandboxes, for tests that need one as a process of its own: to be killed in the middle of
// something, to be another user, to be in another network. Requests and answers are lines of JSON; any number may be under way.
var data = args[0];
var catalog = new SandboxCatalog(data);
using var provider = new LocalProvider(catalog, agentDirectory: args[1], data);
using var lifecycle = new SandboxLifecycle(catalog, provider, TimeProvider.System, NullLogger<SandboxLifecycle>.Instance);

while (await Console.In.ReadLineAsync() is { } line)
{
    // Each writes its own answer, so nobody waits for the task.
    _ = AnswerAsync(JsonSerializer.Deserialize(line, HostJson.Default.Request)!);
}

async Task AnswerAsync(Request request)
{
    Answer answer;
    try
    {
        answer = await Task.Run(() => DoAsync(request));
    }
    catch (AgentException refusal)
    {
        answer = new($"{refusal.Code}: {refusal.Message}");
    }
    catch (Exception failure)
    {
        answer = new(failure.ToString());
    }

    Console.WriteLine(JsonSerializer.Serialize(answer with { Number = request.Number }, HostJson.Default.Answer));
}

async Task<Answer> DoAsync(Request request)
{
    _ = SandboxId.TryParse(request.Id, out var id);
    switch (request.Do)
    {
        case "create":
            var wanted = new NewSandbox { Id = id, Network = request.Network, Limits = request.Limits };
            return new(Record: await lifecycle.CreateAsync(wanted, "ann", default));
        case "wake":
            return new(Record: (await lifecycle.WakeAsync(id, default)).Record);
        case "stop":
            return new(Record: await lifecycle.StopAsync(id, default));
        case "destroy":
            await lifecycle.DestroyAsync(id, default);
            return new();
        case "adopt":
            await lifecycle.AdoptAsync(default);
            return new();
        case "mend":
            await lifecycle.MendAsync(default);
            return new();
        case "find":
            return new(Record: lifecycle.Find(id));
        case "execute":
            return new(Execution: await ExecuteAsync(id, request.Command!, request.Apart));
        default:
            return new($"The host knows no {request.Do}.");
    }
}

async Task<Execution> ExecuteAsync(SandboxId id, string command, bool apart)
{
    using var client = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, token) => await lifecycle.ConnectAsync(id, token),
        UseProxy = false,
    })
    {
        BaseAddress = new Uri("http://agent"),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
    client.DefaultRequestHeaders.Add(CallerHeaders.Secret, lifecycle.Find(id)!.Secret);
    client.DefaultRequestHeaders.Add(CallerHeaders.Actor, "ann");
    client.DefaultRequestHeaders.Add(CallerHeaders.Role, Role.Owner.ToWire());
    using var response = await client.PostAsJsonAsync("/api/execute", new { command, timeoutMs = 60_000, sessionId = apart ? "__DISABLE_SESSION__" : null });
    var body = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    return response.IsSuccessStatusCode
        ? new((int)body["exitCode"]!, (string)body["stdout"]!, (string)body["stderr"]!)
        : throw new InvalidOperationException(body.ToJsonString());
}
