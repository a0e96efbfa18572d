using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Contexts;

/// <summary>What people see of contexts: names, owners, and the journal's words for it.</summary>
public sealed class NamedContextTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Fact]
    public async Task A_context_has_a_name_an_owner_and_may_be_ones_own_and_all_of_it_is_told()
    {
        var made = await app.PostAsync("/api/contexts", new { name = "Scratch", shared = false }, Role.Editor, "ben");
        var id = (string)made["contextId"]!;
        Assert.Equal(("Scratch", "ben", false, false), Described(await FindAsync(id)));
        Assert.True((bool?)(await app.PatchAsync($"/api/contexts/{id}", new { name = "Model", shared = true }, Role.Editor, "ann"))["success"]);
        Assert.Equal(("Model", "ben", true, false), Described(await FindAsync(id)));
        await _code.DeleteAsync(id);
        await _code.RunAsync("1");
        var events = (await EventsAsync()).Where(each => (string?)each["contextId"] == id && each["runId"] is null).ToList();
        Assert.Equal(["context_created", "context_changed", "context_ended", "context_deleted"], events.Select(static each => (string?)each["type"]));
        Assert.Equal(("ben", "Scratch", true), ((string?)events[0]["actor"], (string?)events[0]["name"], (bool?)events[0]["isOwn"]));
        Assert.Equal(("ann", "Model", null), ((string?)events[1]["actor"], (string?)events[1]["name"], (bool?)events[1]["isOwn"]));
        Assert.True((bool?)(await FindAsync("default-python"))["isDefault"]);
    }

    [Fact]
    public async Task Viewers_change_nothing_and_names_are_checked()
    {
        var id = await _code.CreateAsync();
        Assert.Equal("FORBIDDEN", (string?)(await app.PatchAsync($"/api/contexts/{id}", new { name = "Mine" }, Role.Viewer))["code"]);
        foreach (var name in (string[])["", " ", "a\nb", new('x', 61)])
        {
            Assert.Equal("VALIDATION_FAILED", (string?)(await app.PatchAsync($"/api/contexts/{id}", new { name }))["code"]);
            Assert.Equal("VALIDATION_FAILED", (string?)(await app.PostAsync("/api/contexts", new { name }))["code"]);
        }

        Assert.Equal("CONTEXT_NOT_FOUND", (string?)(await app.PatchAsync("/api/contexts/nosuch", new { name = "x" }))["code"]);
    }

    [Fact]
    public async Task Who_waits_is_told_and_each_wait_can_be_ended_alone()
    {
        var context = await _code.CreateAsync();
        var (_, first) = await _code.BeginAsync("import time\nprint('begun')\ntime.sleep(60)", context);
        var (second, third) = ($"q{Guid.NewGuid():N}", $"q{Guid.NewGuid():N}");
        var cancelled = _code.ExecuteAsync(CodeClient.Body("'second'", context, new { runId = second }), "ben");
        await CodeClient.UntilAsync(async () => (int?)(await FindAsync(context))["queued"] == 1);
        var waiting = _code.ExecuteAsync(CodeClient.Body("'third'", context, new { runId = third }), "cleo");
        await CodeClient.UntilAsync(async () => (int?)(await FindAsync(context))["queued"] == 2);
        (await app.SendAsync(HttpMethod.Delete, $"/api/runs/{second}", actor: "dan")).EnsureSuccessStatusCode();
        Assert.DoesNotContain(await cancelled, static each => (string?)each["type"] == "result");
        Assert.False(waiting.IsCompleted);
        await _code.PostAsync($"/api/contexts/{context}/interrupt", new { });
        await first;
        Assert.Equal("'third'", (string?)CodeClient.Only(await waiting, "result")["text"]);
        var events = await EventsAsync();
        var started = events.Single(each => (string?)each["type"] == "run_started" && (string?)each["runId"] == second);
        Assert.Equal(("ben", true), ((string?)started["actor"], (bool?)started["isQueued"]));
        var finished = events.Single(each => (string?)each["type"] == "run_finished" && (string?)each["runId"] == second);
        Assert.Equal(("cancelled", "cancelled_by dan"), ((string?)finished["state"], (string?)finished["reason"]));
        Assert.True((long?)(await FindAsync(context))["memoryBytes"] > 1 << 20);
    }

    [Theory]
    [InlineData("python", "x = 1\nraise ValueError('here')")]
    [InlineData("javascript", "var x = 1\nthrow new Error('here')")]
    [InlineData("typescript", "var x: number = 1\nthrow new Error('here')")]
    public async Task Lines_in_errors_of_a_part_are_those_of_its_file(string language, string source)
    {
        var context = await _code.CreateAsync(new { language });
        var error = CodeClient.Only(await _code.RunAsync(source, context, new { path = "/workspace/a", firstLine = 30 }), "error");
        Assert.Equal(31, (int?)error["lineNumber"]);
        var started = (await EventsAsync()).Last(static each => (string?)each["type"] == "run_started");
        Assert.Equal(30, (int?)started["firstLine"]);
        Assert.Equal("VALIDATION_FAILED", (string?)(await _code.PostAsync("/api/execute/code", new { code = "1", context_id = context, firstLine = 0 }))["code"]);
    }

    private static (string?, string?, bool?, bool?) Described(JsonNode context) =>
        ((string?)context["name"], (string?)context["owner"], (bool?)context["shared"], (bool?)context["isDefault"]);

    private async Task<JsonNode> FindAsync(string context) =>
        (await _code.GetAsync("/api/contexts"))["contexts"]!.AsArray().Single(each => (string?)each!["id"] == context)!;

    private async Task<IReadOnlyList<JsonNode>> EventsAsync()
    {
        var deadline = TestContext.Current.CancellationToken;
        using var response = await app.SendAsync(HttpMethod.Get, "/api/events?after=0&follow=false", headers: ("Accept", "application/x-ndjson"));
        var text = await response.Content.ReadAsStringAsync(deadline);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!)];
    }
}
