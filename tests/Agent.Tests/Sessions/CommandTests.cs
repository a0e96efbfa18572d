using System.Net;
using System.Text.Json.Nodes;

namespace Agent.Tests.Sessions;

public sealed class CommandTests(AgentFixture agent) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task A_stream_starts_tells_output_as_it_comes_and_completes_after_the_last_byte()
    {
        var session = await agent.SessionAsync();
        var events = await agent.StreamAllAsync("/api/execute/stream", new { command = "seq 100000; echo err >&2; exit_() { return 3; }; exit_", sessionId = session });
        Assert.Equal(["start", "complete"], new[] { events[0], events[^1] }.Select(one => (string)one.Event["type"]!));
        Assert.Equal(string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i}\n")), Text(events, "stdout"));
        Assert.Equal("err\n", Text(events, "stderr"));
        Assert.Equal(3, (int)events[^1].Event["exitCode"]!);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(id => (long)id), events.Select(one => one.Id));
    }

    [Fact]
    public async Task A_run_that_is_joined_or_resumed_tells_the_very_events_of_the_starting_call()
    {
        var session = await agent.SessionAsync();
        var body = new { command = "for i in 1 2 3; do echo $i; sleep 0.05; done", sessionId = session, runId = $"run-{Guid.NewGuid():N}" };
        var first = await agent.StreamAllAsync("/api/execute/stream", body);
        var joined = await agent.StreamAllAsync("/api/execute/stream", body);
        var followed = await agent.StreamAllAsync($"/api/runs/{body.runId}/events?after=2");
        Assert.Equal(first.Select(Show), joined.Select(Show));
        Assert.Equal(first.Skip(2).Select(Show), followed.Select(Show));

        var (status, problem) = await agent.PostAsync("/api/execute", new { command = "true", sessionId = session, body.runId });
        Assert.Equal((409, "RUN_CONFLICT"), (status, (string)problem["code"]!));
    }

    [Fact]
    public async Task A_closed_request_cancels_what_it_started_unless_it_had_an_id()
    {
        var session = await agent.SessionAsync();
        foreach (var runId in new[] { null, $"run-{Guid.NewGuid():N}" })
        {
            using var closing = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var marker = $"8{Random.Shared.Next(100_000, 999_999)}";
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/execute/stream")
            {
                Version = agent.Client.DefaultRequestVersion,
                VersionPolicy = agent.Client.DefaultVersionPolicy,
                Content = System.Net.Http.Json.JsonContent.Create(new { command = $"sleep {marker}", sessionId = session, runId }),
            };
            using (await agent.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, closing.Token))
            {
                await Eventually.TrueAsync(() => RunsAsync(marker));
            }

            var probe = await agent.SessionAsync();
            if (runId is null)
            {
                await Eventually.TrueAsync(async () => !await RunsAsync(marker));
            }
            else
            {
                await agent.ExecuteAsync("sleep 0.3", probe);
                Assert.True(await RunsAsync(marker));
                using (await agent.Client.DeleteAsync($"/api/runs/{runId}", TestContext.Current.CancellationToken))
                {
                }
            }
        }

        async Task<bool> RunsAsync(string marker) =>
            (int)(await agent.ExecuteAsync($"pgrep -fx 'sleep {marker}'", "probe", new { cwd = "/" }))["exitCode"]! == 0;
    }

    [Fact]
    public async Task Without_a_session_a_command_gets_a_fresh_shell_and_with_args_none()
    {
        var fresh = await agent.ExecuteAsync("echo \"$X $PWD\"; exit 4", "__DISABLE_SESSION__", new { env = new { X = "x" }, cwd = agent.Workspace });
        Assert.Equal((4, $"x {agent.Workspace}\n"), ((int)fresh["exitCode"]!, (string)fresh["stdout"]!));
        var words = await agent.ExecuteAsync("printf", "any", new { args = new[] { "%s|", "$HOME; rm", "a b", "" }, cwd = "/" });
        Assert.Equal("$HOME; rm|a b||", (string)words["stdout"]!);
        var missing = await agent.ExecuteAsync("no-such-program", "any", new { args = Array.Empty<string>(), cwd = "/" });
        Assert.Equal(127, (int)missing["exitCode"]!);
        var piped = await agent.ExecuteAsync("cat", "any", new { args = Array.Empty<string>(), stdin = "in", cwd = "/" });
        Assert.Equal("in", (string)piped["stdout"]!);
        var late = await agent.ExecuteAsync("sleep 100 & sleep 100", "__DISABLE_SESSION__", new { timeoutMs = 200, cwd = "/" });
        Assert.Equal(124, (int)late["exitCode"]!);
    }

    [Theory]
    [InlineData("""{"command": ""}""", "INVALID_COMMAND")]
    [InlineData("""{"command": "a\u0000b"}""", "INVALID_COMMAND")]
    [InlineData("""{"command": 5}""", "VALIDATION_FAILED")]
    [InlineData("""{}""", "VALIDATION_FAILED")]
    [InlineData("""not json""", "VALIDATION_FAILED")]
    [InlineData("""{"command": "true", "timeoutMs": -1}""", "VALIDATION_FAILED")]
    [InlineData("""{"command": "true", "env": {"A-B": "x"}}""", "VALIDATION_FAILED")]
    [InlineData("""{"command": "true", "sessionId": "a b"}""", "VALIDATION_FAILED")]
    [InlineData("""{"command": "true", "runId": "ä"}""", "VALIDATION_FAILED")]
    public async Task A_bad_request_is_told_and_runs_nothing(string body, string code)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await agent.Client.PostAsync("/api/execute", content, TestContext.Current.CancellationToken);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, (string)problem["code"]!));
    }

    [Fact]
    public async Task A_runs_output_is_given_whole_by_stream_and_by_range()
    {
        var session = await agent.SessionAsync();
        var runId = $"run-{Guid.NewGuid():N}";
        var running = agent.ExecuteAsync($"printf 0123456789; until [ -e {runId} ]; do sleep 0.01; done; printf err >&2", session, new { runId });
        await Eventually.TrueAsync(async () => (long?)(await agent.GetAsync($"/api/runs/{runId}")).Body["run"]?["outputBytes"] == 10);
        await File.WriteAllTextAsync(Path.Combine(agent.Workspace, runId), "", TestContext.Current.CancellationToken);
        await running;
        Assert.Equal("0123456789err", await agent.Client.GetStringAsync($"/api/runs/{runId}/output", TestContext.Current.CancellationToken));
        Assert.Equal("err", await agent.Client.GetStringAsync($"/api/runs/{runId}/output?stream=stderr", TestContext.Current.CancellationToken));
        Assert.Equal("0123456789err", await agent.Client.GetStringAsync($"/api/runs/{runId}/output?stream=text", TestContext.Current.CancellationToken));
        foreach (var (range, status, text) in new[] { ("bytes=2-4", 206, "234"), ("bytes=7-", 206, "789"), ("bytes=-2", 206, "89"), ("bytes=8-9223372036854775807", 206, "89"), ("bytes=10-", 416, null) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{runId}/output?stream=stdout");
            (request.Version, request.VersionPolicy) = (agent.Client.DefaultRequestVersion, agent.Client.DefaultVersionPolicy);
            request.Headers.TryAddWithoutValidation("Range", range);
            using var response = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)response.StatusCode);
            if (text is not null)
            {
                Assert.Equal(text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            }
        }

        var (_, info) = await agent.GetAsync($"/api/runs/{runId}");
        Assert.Equal(("succeeded", "ann", 13L), ((string)info["run"]!["state"]!, (string)info["run"]!["actor"]!, (long)info["run"]!["outputBytes"]!));
        Assert.Equal(404, (await agent.GetAsync("/api/runs/run-none")).Status);
    }

    [Fact]
    public async Task An_answer_of_many_megabytes_is_whole_and_past_its_bound_says_so()
    {
        var session = await agent.SessionAsync();
        var whole = await agent.ExecuteAsync("head -c 20000000 /dev/zero | tr '\\0' x; printf '\"' >&2", session);
        Assert.Equal(20_000_000, ((string)whole["stdout"]!).Length);
        Assert.Equal("\"", (string)whole["stderr"]!);
        Assert.Null(whole["truncated"]);
        var more = await agent.ExecuteAsync("head -c 40000000 /dev/zero | tr '\\0' x", session);
        Assert.True((bool)more["truncated"]!);
        Assert.InRange(((string)more["stdout"]!).Length, 32 * 1024 * 1024 - 65536, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task Variables_of_the_sandbox_reach_what_starts_afterwards_and_the_default_session()
    {
        await agent.PostAsync("/api/execute", new { command = "cd /" });
        var (status, _) = await agent.PostAsync("/api/env", new { env = new Dictionary<string, string?> { ["SET_LATER"] = "it's", ["GONE"] = null } });
        Assert.Equal(200, status);
        var now = await agent.PostAsync("/api/execute", new { command = "echo $SET_LATER" });
        Assert.Equal("it's\n", (string)now.Body["stdout"]!);
        Assert.Equal("it's\n", (string)(await agent.ExecuteAsync("echo $SET_LATER", await agent.SessionAsync()))["stdout"]!);
        await agent.PostAsync("/api/env", new { env = new Dictionary<string, string?> { ["SET_LATER"] = null } });
        Assert.Equal("\n", (string)(await agent.PostAsync("/api/execute", new { command = "echo $SET_LATER" })).Body["stdout"]!);
    }

    [Theory]
    [InlineData(131_068, 200)]
    [InlineData(131_069, 400)]
    public async Task A_variable_that_no_program_could_be_started_with_is_refused_and_one_that_it_can_is_not(int length, int expected)
    {
        var env = new Dictionary<string, string?> { ["AB"] = new('x', length) };
        object[] bodies = [new { command = "env | wc -c", env }, new { command = "env | wc -c", env, sessionId = "__DISABLE_SESSION__" }];
        foreach (var body in bodies)
        {
            var (status, answer) = await agent.PostAsync("/api/execute", body);
            Assert.Equal(expected, status);
            Assert.True(status == 400 || (int)answer["exitCode"]! == 0, answer.ToJsonString());
        }

        Assert.Equal(expected, (await agent.PostAsync("/api/session/create", new { env })).Status);
        Assert.Equal(expected, (await agent.PostAsync("/api/process/start", new { command = "true", env, cwd = agent.Workspace })).Status);
        try
        {
            Assert.Equal(expected, (await agent.PostAsync("/api/env", new { env })).Status);
            Assert.Equal("ok\n", (string)(await agent.ExecuteAsync("/bin/echo ok", await agent.SessionAsync()))["stdout"]!);
        }
        finally
        {
            await agent.PostAsync("/api/env", new { env = new Dictionary<string, string?> { ["AB"] = null } });
        }
    }

    [Fact]
    public async Task Variables_that_together_are_more_than_a_program_can_be_started_with_are_refused_and_all_goes_on()
    {
        string[] names = [.. Enumerable.Range(0, 9).Select(static n => $"LARGE_{n}")];
        var status = 200;
        foreach (var name in names)
        {
            status = (await agent.PostAsync("/api/env", new { env = new Dictionary<string, string?> { [name] = new('x', 120_000) } })).Status;
        }

        Assert.Equal(400, status);
        Assert.Equal("ok\n", (string)(await agent.ExecuteAsync("/bin/echo ok", await agent.SessionAsync()))["stdout"]!);
        Assert.Equal(200, (await agent.PostAsync("/api/env", new { env = names.ToDictionary(static name => name, static _ => (string?)null) })).Status);
    }

    [Fact]
    public async Task Sessions_are_listed_deleted_and_not_made_twice()
    {
        var id = await agent.SessionAsync();
        Assert.Equal(409, (await agent.PostAsync("/api/session/create", new { id })).Status);
        Assert.Contains(id, (await agent.GetAsync("/api/session/list")).Body["data"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(200, (await agent.PostAsync("/api/session/delete", new { sessionId = id })).Status);
        Assert.Equal(404, (await agent.PostAsync("/api/session/delete", new { sessionId = id })).Status);
        Assert.DoesNotContain(id, (await agent.GetAsync("/api/session/list")).Body["data"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(501, (await agent.PostAsync("/api/session/create", new { isolation = true })).Status);
    }

    [Fact]
    public async Task The_journal_tells_everything_in_order_and_by_type_and_follows()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("echo one", session);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events?after=0&follow=true&types=run_finished,caught_up");
        request.Headers.Accept.ParseAdd("text/event-stream");
        var isLive = false;
        await foreach (var (id, happened) in agent.StreamAsync(request))
        {
            if ((string)happened["type"]! == "caught_up")
            {
                isLive = true;
                await agent.ExecuteAsync("false", session, new { runId = "run-live" });
            }
            else if ((string)happened["runId"]! == "run-live")
            {
                Assert.Equal((id, 1), ((long)happened["seq"]!, (int)happened["exitCode"]!));
                break;
            }
        }

        Assert.True(isLive);
    }

    [Fact]
    public async Task Stats_tell_use_and_retention()
    {
        var (status, stats) = await agent.GetAsync("/api/stats");
        Assert.Equal(200, status);
        Assert.True((long)stats["memory"]!["agentBytes"]! > 0);
        Assert.True((long)stats["disk"]!["totalBytes"]! > 0);
        Assert.Equal(64L << 20, (long)stats["journal"]!["keepBytes"]!);
        Assert.Equal(256L << 20, (long)stats["journal"]!["runOutputBytes"]!);
    }

    private static string Show((long Id, JsonObject Event) one) => $"{one.Id} {one.Event.ToJsonString()}";

    private static string Text(IEnumerable<(long Id, JsonObject Event)> events, string type) =>
        string.Concat(events.Where(one => (string)one.Event["type"]! == type).Select(one => (string)one.Event["data"]!));
}
