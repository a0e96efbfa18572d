using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ide.E2E.Product;

/// <summary>The owner's program, beside the people: the sandbox's API with the bearer token.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly string _sandbox;

    public ApiClient(RunningProduct product, string sandboxId)
        : this(new(product.Address), $"/sandboxes/{sandboxId}", RunningProduct.Token)
    {
    }

    private ApiClient(Uri address, string sandbox, string token)
    {
        _sandbox = sandbox;
        // A run may be as long as its journey; what waits in vain is ended with its test.
        _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task WriteAsync(string path, string content)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/write", new { path, content }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/read", new { path }, Stop);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["content"]!.GetValue<string>();
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/delete", new { path }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Runs a command many times, one after the other.</summary>
    public async Task ExecuteManyAsync(string command, int times)
    {
        for (var run = 0; run < times; run++)
        {
            using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/execute", new { command }, Stop);
            answer.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Runs a command, which must succeed.</summary>
    public async Task ExecuteAsync(string command)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/execute", new { command }, Stop);
        answer.EnsureSuccessStatusCode();
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
        Assert.True(body["success"]!.GetValue<bool>(), body.ToJsonString());
    }

    /// <summary>Runs code in the default Python context, and waits until it has ended.</summary>
    public async Task RunCodeAsync(string code, string? path = null)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/execute/code", new { code, path }, Stop);
        answer.EnsureSuccessStatusCode();
        Assert.Contains("execution_complete", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    /// <summary>A Python context with a name.</summary>
    public async Task CreateContextAsync(string name)
    {
        using var answer = await _http.PostAsJsonAsync($"{_sandbox}/api/contexts", new { language = "python", name, shared = true }, Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>A program of the owner's with a name of its own, as an editor.</summary>
    public async Task<ApiClient> CreateProgramAsync(string name)
    {
        using var answer = await _http.PostAsJsonAsync("/api/tokens", new { name, role = "editor" }, Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{name}: {await answer.Content.ReadAsStringAsync(Stop)}");
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["token"]!.GetValue<string>();
        return new(_http.BaseAddress!, _sandbox, token);
    }

    /// <summary>A link for one person, made as the owner's program makes it.</summary>
    public async Task<string> InviteAsync(string name, string role)
    {
        using var answer = await _http.PostAsJsonAsync($"/api{_sandbox}/invitations", new { name, role }, Stop);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["link"]!.GetValue<string>();
    }

    /// <summary>A call that manages the sandbox itself: start, stop, or nothing for the sandbox.</summary>
    public async Task ManageAsync(HttpMethod method, string what)
    {
        using var request = new HttpRequestMessage(method, $"/api{_sandbox}{what}");
        using var answer = await _http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until the sandbox's Agent answers.</summary>
    public async Task AnswersAsync()
    {
        var until = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (true)
        {
            using var answer = await _http.GetAsync($"{_sandbox}/api/ping", Stop);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < until, await answer.Content.ReadAsStringAsync(Stop));
            await Task.Delay(TimeSpan.FromMilliseconds(50), Stop);
        }
    }

    /// <summary>A run's whole output.</summary>
    public Task<string> ReadOutputAsync(string runId) => _http.GetStringAsync($"{_sandbox}/api/runs/{runId}/output", Stop);

    /// <summary>The whole journal.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadEventsAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_sandbox}/api/events?after=0");
        request.Headers.Accept.Add(new("application/x-ndjson"));
        using var answer = await _http.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
        return
        [
            .. (await answer.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject())
                .Where(found => found["seq"] is not null),
        ];
    }

    public void Dispose() => _http.Dispose();
}
