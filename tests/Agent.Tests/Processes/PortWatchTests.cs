using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Agent.Processes;
using static Agent.Tests.Processes.LoopbackServer;

namespace Agent.Tests.Processes;

public sealed class PortWatchTests(AgentFixture agent) : IClassFixture<AgentFixture>
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_port_that_accepts_is_ready_at_once_on_either_loopback(string address)
    {
        using var server = new LoopbackServer(static _ => null, address);
        var events = await agent.StreamAllAsync("/api/port-watch", new { port = server.Port, mode = "tcp" });
        Assert.Equal(
            [(1, $$"""{"type":"watching","port":{{server.Port}}}"""), (2, $$"""{"type":"ready","port":{{server.Port}}}""")],
            events.Select(static one => (one.Id, one.Event.ToJsonString())));
    }

    [Theory]
    [InlineData(null, "/")]
    [InlineData("/health?deep=1#part", "/health?deep=1")]
    [InlineData("/h\u00f6he a", "/h%C3%B6he%20a")]
    public async Task Http_is_what_is_tried_unless_said_otherwise_and_the_status_is_told(string? path, string target)
    {
        using var server = new LoopbackServer(static _ => Status(302));
        var events = await agent.StreamAllAsync("/api/port-watch", new { port = server.Port, path });
        Assert.Equal($$"""{"type":"ready","statusCode":302,"port":{{server.Port}}}""", events[^1].Event.ToJsonString());
        var request = Assert.Single(server.Requests).Split("\r\n");
        Assert.Equal($"GET {target} HTTP/1.1", request[0]);
        Assert.Contains($"Host: localhost:{server.Port}", request);
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("http")]
    public async Task A_port_that_listens_later_is_ready_then(string mode)
    {
        using var server = new LoopbackServer(static _ => Status(200), listens: false);
        Assert.Null(await new PortProbe(new() { Port = server.Port }, TimeProvider.System).TryAsync(TestContext.Current.CancellationToken));
        var told = new List<string>();
        await foreach (var one in WatchAsync(new { port = server.Port, mode, interval = 1 }))
        {
            told.Add((string)one["type"]!);
            if (told.Count == 1)
            {
                server.Listen();
            }
        }

        Assert.Equal(["watching", "ready"], told);
    }

    [Fact]
    public async Task A_server_with_the_wrong_status_is_asked_until_it_has_the_right_one()
    {
        using var server = new LoopbackServer(static number => number switch
        {
            0 => Status(503),
            1 => "SSH-2.0-nothing\r\n",
            2 => "",
            3 => Status(203),
            4 => Status(205),
            _ => "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Status(204),
        });
        var events = await agent.StreamAllAsync("/api/port-watch", new { port = server.Port, mode = "http", statusMin = 204, statusMax = 204, interval = 0 });
        Assert.Equal(["watching", "ready"], events.Select(static one => (string)one.Event["type"]!));
        Assert.Equal((204, 6), ((int)events[^1].Event["statusCode"]!, server.Requests.Count));
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers_is_given_up_after_five_seconds_and_tried_again()
    {
        using var server = new LoopbackServer(static number => number == 0 ? null : Status(200));
        var time = new ManualTimeProvider();
        var probe = new PortProbe(new() { Port = server.Port }, time);
        var trying = probe.TryAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => !server.Requests.IsEmpty);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(trying.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Null(await trying.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(200, (await probe.TryAsync(TestContext.Current.CancellationToken))?.StatusCode);
    }

    [Fact]
    public async Task The_end_of_the_process_ends_the_watch_with_its_code_also_in_the_middle_of_a_try()
    {
        using var server = new LoopbackServer(static _ => null);
        var id = await StartAsync("read line; exit 7");
        var last = "";
        await foreach (var one in WatchAsync(new { port = server.Port, processId = id }))
        {
            last = one.ToJsonString();
            if ((string)one["type"]! == "watching")
            {
                await Eventually.TrueAsync(() => !server.Requests.IsEmpty);
                await agent.PostAsync($"/api/process/{id}/stdin", new { data = "\n" });
            }
        }

        var exited = $$"""{"type":"process_exited","exitCode":7,"port":{{server.Port}}}""";
        Assert.Equal(exited, last);

        // One that had ended before says so, whoever serves the port now.
        using var other = new LoopbackServer(static _ => Status(200));
        var events = await agent.StreamAllAsync("/api/port-watch", new { port = other.Port, processId = id });
        Assert.Equal(exited.Replace($"{server.Port}", $"{other.Port}", StringComparison.Ordinal), events[^1].Event.ToJsonString());
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_port_that_the_process_serves_is_ready_while_it_runs()
    {
        using var server = new LoopbackServer(static _ => Status(200));
        var id = await StartAsync("sleep 600");
        var events = await agent.StreamAllAsync("/api/port-watch", new { port = server.Port, processId = id });
        Assert.Equal("ready", (string)events[^1].Event["type"]!);
        await agent.DeleteAsync($"/api/process/{id}");
    }

    [Theory]
    [InlineData("""{"port":8000,"processId":"none"}""", 404, "PROCESS_NOT_FOUND")]
    [InlineData("""{"port":0}""", 400, "INVALID_PORT")]
    [InlineData("""{"port":65536,"mode":"tcp"}""", 400, "INVALID_PORT")]
    [InlineData("""{"port":-1}""", 400, "INVALID_PORT")]
    [InlineData("""{"port":"web"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"mode":"tcp"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"mode":"udp"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"mode":0}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"path":"health"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"path":""}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"path":"/ HTTP/1.1\r\nHost: other\r\n\r\n"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"path":"/\u0000"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"path":"/\u0085"}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"statusMin":300,"statusMax":299}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"port":8000,"processId":"no/id"}""", 400, "VALIDATION_FAILED")]
    public async Task What_cannot_be_watched_is_refused_before_it_begins(string body, int status, string code)
    {
        var (answered, problem) = await agent.PostAsync("/api/port-watch", JsonNode.Parse(body)!);
        Assert.Equal((status, code), (answered, (string?)problem["code"]));
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_refused() =>
        Assert.Equal(400, (await agent.PostAsync("/api/port-watch", new { port = 8000, path = "/" + new string('a', 2048) })).Status);

    [Fact]
    public async Task Watches_are_bounded_and_who_leaves_frees_a_place()
    {
        await using var own = new AgentFixture();
        await own.InitializeAsync();
        using var server = new LoopbackServer(static _ => null, listens: false);
        var watches = await Task.WhenAll(Enumerable.Range(0, WatchPort.MostWatches).Select(_ => OpenAsync(own, server.Port)));
        Assert.All(watches, static watch => Assert.Equal(200, (int)watch.StatusCode));
        var (status, problem) = await own.PostAsync("/api/port-watch", new { port = server.Port });
        Assert.Equal((429, "TOO_MANY_REQUESTS"), (status, (string?)problem["code"]));

        watches[0].Dispose();
        await Eventually.TrueAsync(async () =>
        {
            using var next = await OpenAsync(own, server.Port);
            return next.IsSuccessStatusCode;
        });
        foreach (var watch in watches)
        {
            watch.Dispose();
        }
    }

    [Fact]
    public async Task A_watch_ends_with_its_agent_and_says_so()
    {
        var own = new AgentFixture();
        await own.InitializeAsync();
        using var server = new LoopbackServer(static _ => null);
        using var watch = await OpenAsync(own, server.Port);
        using var reader = new StreamReader(await watch.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await Eventually.TrueAsync(() => !server.Requests.IsEmpty);
        var ending = own.DisposeAsync();
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ending;
        Assert.Contains($$"""data: {"type":"error","error":"The sandbox is stopping.","port":{{server.Port}}}""", text, StringComparison.Ordinal);
    }

    private IAsyncEnumerable<JsonObject> WatchAsync(object body) =>
        agent.StreamAsync(new(HttpMethod.Post, "/api/port-watch") { Content = JsonContent.Create(body) }).Select(static one => one.Event);

    private static Task<HttpResponseMessage> OpenAsync(AgentFixture agent, int port) => agent.Client.SendAsync(
        new(HttpMethod.Post, "/api/port-watch")
        {
            Content = JsonContent.Create(new { port }),
            Version = agent.Client.DefaultRequestVersion,
            VersionPolicy = agent.Client.DefaultVersionPolicy,
        },
        HttpCompletionOption.ResponseHeadersRead,
        TestContext.Current.CancellationToken);

    private async Task<string> StartAsync(string command)
    {
        var (status, answer) = await agent.PostAsync("/api/process/start", new { command, cwd = agent.Workspace });
        Assert.True(status == 200, $"{status}: {answer}");
        return (string)answer["processId"]!;
    }
}
