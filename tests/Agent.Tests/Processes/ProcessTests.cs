using System.Text.Json.Nodes;

namespace Agent.Tests.Processes;

public sealed class ProcessTests(AgentFixture agent) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task A_process_is_started_found_read_and_has_ended_as_it_did()
    {
        var id = await StartAsync("echo out; echo err >&2; exit 3");
        await StatusAsync(id, "failed");
        var process = (await agent.GetAsync($"/api/process/{id}")).Body["process"]!;
        Assert.Equal(3, (int)process["exitCode"]!);
        Assert.True((int)process["pid"]! > 0);
        var logs = (await agent.GetAsync($"/api/process/{id}/logs")).Body;
        Assert.Equal(("out\n", "err\n"), ((string)logs["stdout"]!, (string)logs["stderr"]!));
        var listed = (await agent.GetAsync("/api/process/list?status=failed")).Body["processes"]!.AsArray();
        Assert.Contains(listed, one => (string)one!["id"]! == id);
        Assert.Equal(404, (await agent.GetAsync("/api/process/none")).Status);
        foreach (var odd in (string[])["odd", "running,failed", "1", "%201", "-1"])
        {
            Assert.Equal(400, (await agent.GetAsync($"/api/process/list?status={odd}")).Status);
        }
    }

    [Theory]
    [InlineData("/etc/passwd", "NOT_DIRECTORY", 400)]
    [InlineData("/none/of/this", "FILE_NOT_FOUND", 404)]
    [InlineData("/loop", "VALIDATION_FAILED", 400)]
    public async Task A_process_that_cannot_be_in_its_directory_is_refused_with_the_reason(string directory, string code, int status)
    {
        if (directory == "/loop")
        {
            directory = Path.Combine(agent.Workspace, "loop");
            File.CreateSymbolicLink(directory, "loop");
        }

        var (answered, body) = await agent.PostAsync("/api/process/start", new { command = "true", cwd = directory });
        Assert.Equal((status, code), (answered, (string)body["code"]!));
    }

    [Fact]
    public async Task Who_joined_without_the_past_reads_the_runs_and_processes_that_began_since()
    {
        var old = await StartAsync("echo old");
        await StatusAsync(old, "completed");
        var last = (long)(await agent.GetAsync("/api/stats")).Body["journal"]!["lastSeq"]!;
        var fresh = await StartAsync("echo fresh");
        await StatusAsync(fresh, "completed");
        var runs = (await agent.GetAsync("/api/runs")).Body["runs"]!.AsArray();
        string RunOf(string process) => (string)runs.Single(run => (string?)run!["processId"] == process)!["runId"]!;

        var listed = (await LateAsync("/api/runs")).Body["runs"]!.AsArray();
        Assert.Equal(RunOf(fresh), (string)Assert.Single(listed)!["runId"]!);
        foreach (var suffix in (string[])["", "/events", "/output"])
        {
            Assert.Equal(200, (await LateAsync($"/api/runs/{RunOf(fresh)}{suffix}")).Status);
            Assert.Equal("RUN_NOT_FOUND", (string?)(await LateAsync($"/api/runs/{RunOf(old)}{suffix}")).Body["code"]);
        }

        foreach (var suffix in (string[])["/logs", "/stream"])
        {
            Assert.Equal(200, (await LateAsync($"/api/process/{fresh}{suffix}")).Status);
            Assert.Equal("FORBIDDEN", (string?)(await LateAsync($"/api/process/{old}{suffix}")).Body["code"]);
        }

        foreach (var (query, resume) in new[] { ("", null), ("?after=0", null), ("?after=1", null), ("?after=99999999", null), ("", "0"), ($"?after={last}", "1"), ("", "99999999") })
        {
            var told = (await LateTextAsync($"/api/events{query}", resume)).Text
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!.AsObject()).ToList();
            Assert.DoesNotContain(told, one => (long?)one["seq"] <= last);
            Assert.Contains(told, one => (string?)one["runId"] == RunOf(fresh));
        }

        async Task<(int Status, JsonObject Body)> LateAsync(string path)
        {
            var (status, text) = await LateTextAsync(path, null);
            return (status, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
        }

        async Task<(int Status, string Text)> LateTextAsync(string path, string? resume)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Ide-History-After", $"{last}" } } };
            request.Version = new(2, 0);
            request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            if (resume is not null)
            {
                request.Headers.Add("Last-Event-ID", resume);
            }

            using var response = await agent.Client.SendAsync(request, TestContext.Current.CancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_stream_of_a_process_is_live_from_its_beginning_to_its_exit()
    {
        var id = await StartAsync("read line; echo \"got $line\"; cat | wc -c");
        var events = new List<JsonObject>();
        await foreach (var (_, one) in agent.StreamAsync(new(HttpMethod.Get, $"/api/process/{id}/stream")))
        {
            events.Add(one);
            if (events.Count == 1)
            {
                await agent.PostAsync($"/api/process/{id}/stdin", new { data = "hello\n" });
                await agent.PostAsync($"/api/process/{id}/stdin", new { data = "AAH/", encoding = "base64", eof = true });
            }
        }

        Assert.Equal("process_info", (string)events[0]["type"]!);
        Assert.Equal("got hello\n3\n", string.Concat(events.Where(one => (string)one["type"]! == "stdout").Select(one => (string)one["data"]!)));
        Assert.Equal(("exit", 0), ((string)events[^1]["type"]!, (int)events[^1]["exitCode"]!));
        Assert.Equal(500, (await agent.PostAsync($"/api/process/{id}/stdin", new { data = "late" })).Status);
    }

    [Fact]
    public async Task What_several_send_at_once_arrives_one_after_the_other_also_when_it_has_to_wait()
    {
        const int bytes = 300_000;
        var id = await StartAsync("until [ -e go ]; do sleep 0.01; done; tr -s abcdef");
        var sending = "abcdef".Select(letter => agent.PostAsync($"/api/process/{id}/stdin", new { data = new string(letter, bytes) })).ToList();
        await File.WriteAllTextAsync(Path.Combine(agent.Workspace, "go"), "", TestContext.Current.CancellationToken);
        Assert.All(await Task.WhenAll(sending), static answer => Assert.Equal(200, answer.Status));
        await agent.PostAsync($"/api/process/{id}/stdin", new { eof = true });
        await StatusAsync(id, "completed");

        var squeezed = (string)(await agent.GetAsync($"/api/process/{id}/logs")).Body["stdout"]!;
        Assert.Equal("abcdef", string.Concat(squeezed.Order()));
    }

    [Theory]
    [InlineData("""{"eof":true}""")]
    [InlineData("""{"data":null,"encoding":"base64","eof":true}""")]
    public async Task Its_input_can_be_ended_without_data(string body)
    {
        var id = await StartAsync("cat; echo ended");
        Assert.Equal(200, (await agent.PostAsync($"/api/process/{id}/stdin", JsonNode.Parse(body)!)).Status);
        await StatusAsync(id, "completed");
    }

    [Fact]
    public async Task A_command_that_is_too_long_for_the_system_is_the_callers_mistake()
    {
        var (status, body) = await agent.PostAsync("/api/process/start", new { command = new string('x', 300_000), cwd = agent.Workspace });
        Assert.Equal((400, "INVALID_COMMAND"), (status, (string)body["code"]!));
    }

    [Theory]
    [InlineData("", "killed")]
    [InlineData("?signal=SIGKILL", "killed")]
    [InlineData("?signal=KILL", "killed")]
    [InlineData("?signal=INT", "failed")]
    public async Task A_kill_reaches_the_whole_tree(string query, string status)
    {
        var marker = $"9{Random.Shared.Next(100_000, 999_999)}";
        var id = await StartAsync($"sleep {marker} & setsid sleep {marker} & exec bash -c 'sleep {marker}'");
        await Eventually.TrueAsync(async () => await CountAsync(marker) == 3);
        using (var response = await agent.Client.DeleteAsync($"/api/process/{id}{query}", TestContext.Current.CancellationToken))
        {
            Assert.True(response.IsSuccessStatusCode);
        }

        await StatusAsync(id, status);
        await Eventually.TrueAsync(async () => await CountAsync(marker) == 0);
    }

    [Fact]
    public async Task A_signal_that_is_only_sent_leaves_the_process_running()
    {
        var id = await StartAsync("trap 'echo usr1' USR1; echo ready; while :; do sleep 0.05; done");
        await Eventually.TrueAsync(async () => (string)(await agent.GetAsync($"/api/process/{id}/logs")).Body["stdout"]! == "ready\n");
        using (await agent.Client.DeleteAsync($"/api/process/{id}?signal=SIGUSR1", TestContext.Current.CancellationToken))
        {
        }

        await Eventually.TrueAsync(async () => (string)(await agent.GetAsync($"/api/process/{id}/logs")).Body["stdout"]! == "ready\nusr1\n");
        Assert.Equal("running", (string)(await agent.GetAsync($"/api/process/{id}")).Body["process"]!["status"]!);
        var (_, all) = await agent.DeleteAsync("/api/process/kill-all");
        Assert.True((int)all["cleanedCount"]! >= 1);
        await StatusAsync(id, "killed");
        Assert.Equal(400, (await agent.DeleteAsync($"/api/process/{id}?signal=SIGODD")).Status);
    }

    [Fact]
    public async Task A_time_limit_kills_and_an_id_is_taken_only_while_it_runs()
    {
        var id = await StartAsync("sleep 600", new { timeoutMs = 200, processId = "limited" });
        Assert.Equal(409, (await agent.PostAsync("/api/process/start", new { command = "true", processId = id })).Status);
        await StatusAsync(id, "killed");
        await StartAsync("true", new { processId = id });
        await StatusAsync(id, "completed");
    }

    [Fact]
    public async Task Of_many_who_start_a_process_under_one_id_at_once_one_does()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            agent.PostAsync("/api/process/start", new { command = "sleep 600", processId = "contended", cwd = agent.Workspace })));

        Assert.Equal([200, .. Enumerable.Repeat(409, 19)], answers.Select(static answer => answer.Status).Order());
        await agent.DeleteAsync("/api/process/contended");
    }

    [Fact]
    public async Task The_same_run_id_joins_a_process_and_another_request_under_it_is_refused()
    {
        var body = new { command = "echo $A", runId = $"run-{Guid.NewGuid():N}", env = new { A = "1" }, cwd = agent.Workspace };
        var first = await agent.PostAsync("/api/process/start", body);
        var joined = await agent.PostAsync("/api/process/start", body);
        Assert.Equal((string)first.Body["processId"]!, (string)joined.Body["processId"]!);
        var other = await agent.PostAsync("/api/process/start", new { body.command, body.runId, env = new { A = "2" }, body.cwd });
        Assert.Equal((409, "RUN_CONFLICT"), (other.Status, (string)other.Body["code"]!));
    }

    [Fact]
    public async Task A_background_command_with_words_meets_no_shell_and_reads_what_it_was_given()
    {
        string[] words = ["-c", "cat; printf '<%s>' \"$@\"", "sh", "a b", "$(id)", ";"];
        var (status, started) = await agent.PostAsync(
            "/api/execute", new { command = "sh", args = words, stdin = "given ", background = true, cwd = agent.Workspace });
        Assert.True(status == 200, started.ToJsonString());
        var id = (string)started["processId"]!;
        await StatusAsync(id, "completed");
        Assert.Equal("given <a b><$(id)><;>", (string)(await agent.GetAsync($"/api/process/{id}/logs")).Body["stdout"]!);
        var (refused, problem) = await agent.PostAsync("/api/execute", new { command = "echo", args = new[] { "a\0b" }, background = true });
        Assert.Equal((400, "INVALID_COMMAND"), (refused, (string)problem["code"]!));
    }

    [Fact]
    public async Task A_background_command_is_a_process_and_one_with_auto_cleanup_leaves_the_list()
    {
        var (status, started) = await agent.PostAsync("/api/execute", new { command = "echo bg", background = true, sessionId = "__DISABLE_SESSION__", cwd = "/" });
        Assert.Equal(200, status);
        await StatusAsync((string)started["processId"]!, "completed");
        var gone = await StartAsync("true", new { autoCleanup = true });
        await Eventually.TrueAsync(async () => (await agent.GetAsync($"/api/process/{gone}")).Status == 404);
    }

    private async Task<string> StartAsync(string command, object? more = null)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        body["command"] = command;
        body["cwd"] = agent.Workspace;
        var (status, answer) = await agent.PostAsync("/api/process/start", body);
        Assert.True(status == 200, $"{status}: {answer}");
        return (string)answer["processId"]!;
    }

    private Task StatusAsync(string id, string status) => Eventually.TrueAsync(async () =>
        (string)(await agent.GetAsync($"/api/process/{id}")).Body["process"]!["status"]! == status);

    private async Task<int> CountAsync(string marker) => int.Parse(
        (string)(await agent.ExecuteAsync($"pgrep -cfx 'sleep {marker}'", "__DISABLE_SESSION__", new { cwd = "/" }))["stdout"]!);
}
