using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Contexts;

/// <summary>Runs code through the Agent's API, as a program does.</summary>
internal sealed class CodeClient(AgentApp app)
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    /// <summary>Makes a context and gives its id.</summary>
    public async Task<string> CreateAsync(object? request = null)
    {
        var answer = await app.PostAsync("/api/contexts", request ?? new { });
        Assert.True((bool?)answer["success"] == true, answer.ToJsonString());
        return (string)answer["contextId"]!;
    }

    /// <summary>Runs code and gives its events, without the first (start).</summary>
    public async Task<IReadOnlyList<JsonNode>> RunAsync(string code, string? context = null, object? more = null)
    {
        var events = await ExecuteAsync(Body(code, context, more));
        Assert.Equal("start", (string?)events[0]["type"]);
        return [.. events.Skip(1)];
    }

    /// <summary>The one result of code.</summary>
    public async Task<JsonNode> ResultAsync(string code, string? context = null, object? more = null)
    {
        var events = await RunAsync(code, context, more);
        var results = events.Where(static each => (string?)each["type"] == "result").ToList();
        Assert.True(results.Count == 1, Describe(events));
        return results[0];
    }

    public async Task<string?> TextAsync(string code, string? context = null) => (string?)(await ResultAsync(code, context))["text"];

    public async Task<IReadOnlyList<JsonNode>> ExecuteAsync(JsonObject body, string actor = "ann")
    {
        using var content = new StringContent(body.ToJsonString());
        using var response = await app.SendAsync(HttpMethod.Post, "/api/execute/code", content, actor);
        var text = await response.Content.ReadAsStringAsync(Deadline);
        Assert.True(response.IsSuccessStatusCode, text);
        return EventsOf(text);
    }

    /// <summary>The events of a run that was started elsewhere, to its end.</summary>
    public async Task<IReadOnlyList<JsonNode>> FollowAsync(string runId)
    {
        using var response = await app.SendAsync(HttpMethod.Get, $"/api/runs/{runId}/events");
        return EventsOf(await response.Content.ReadAsStringAsync(Deadline));
    }

    /// <summary>Starts a run and waits until it has printed something.</summary>
    public async Task<(string RunId, Task<IReadOnlyList<JsonNode>> Events)> BeginAsync(string code, string? context, object? more = null)
    {
        var runId = $"r{Guid.NewGuid():N}";
        var body = Body(code, context, more);
        body["runId"] = runId;
        var events = ExecuteAsync(body);
        await UntilAsync(async () =>
        {
            if (events.IsFaulted)
            {
                await events;
            }

            return (long?)(await GetAsync($"/api/runs/{runId}"))["run"]?["outputBytes"] > 0;
        });
        return (runId, events);
    }

    /// <summary>Python that prints, and then waits until <see cref="Open"/>: what is to happen meanwhile has all the time it needs.</summary>
    public static string WaitFor(string gate) =>
        $"import os, time\nprint('begun')\nwhile not os.path.exists('/workspace/{gate}'): time.sleep(0.01)\n";

    /// <summary>Lets what waits for the gate go on.</summary>
    public void Open(string gate) => File.WriteAllText(Path.Combine(app.Workspace, gate), "");

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "The condition did not come true in time.");
            await Task.Delay(10, Deadline);
        }
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await app.SendAsync(HttpMethod.Get, path);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Deadline))!;
    }

    public Task<JsonNode> PostAsync(string path, object body, Role role = Role.Owner) => app.PostAsync(path, body, role);

    public async Task DeleteAsync(string context) => (await app.SendAsync(HttpMethod.Delete, $"/api/contexts/{context}")).EnsureSuccessStatusCode();

    public static JsonObject Body(string code, string? context = null, object? more = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { }, System.Text.Json.JsonSerializerOptions.Web)!.AsObject();
        body["code"] = code;
        if (context is not null)
        {
            body["context_id"] = context;
        }

        return body;
    }

    public static string Text(IEnumerable<JsonNode> events, string stream = "stdout") =>
        string.Concat(events.Where(each => (string?)each["type"] == stream).Select(static each => (string?)each["text"]));

    public static JsonNode Only(IReadOnlyList<JsonNode> events, string type)
    {
        var found = events.Where(each => (string?)each["type"] == type).ToList();
        Assert.True(found.Count == 1, Describe(events));
        return found[0];
    }

    public static string Describe(IEnumerable<JsonNode> events) => string.Join('\n', events.Select(static each =>
    {
        var text = each.ToJsonString();
        return text.Length > 500 ? text[..500] : text;
    }));

    private static List<JsonNode> EventsOf(string text) =>
        [.. text.Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line[6..])!)];
}
