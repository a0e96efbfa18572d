using System.Text.Json.Nodes;
using Agent.Runs;
using Agent.Tests.Sessions;

namespace Agent.Tests.Runs;

/// <summary>What programs do not read is bounded in memory, wherever it waits.</summary>
[Collection(Alone.Name)]
public sealed class InputRoomTests : IAsyncLifetime
{
    /// <summary>Two of it find room.</summary>
    private static readonly string Large = new('x', (InputRoom.MostBytes / 2) - (1 << 20));

    private readonly AgentFixture _agent = new();

    public ValueTask InitializeAsync() => _agent.InitializeAsync();

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    [Fact]
    public async Task Of_background_commands_that_do_not_read_the_third_is_refused_until_one_has_ended()
    {
        var first = await StartAsync("first");
        await StartAsync("second");
        var refused = await StartAsync("third");
        Assert.Equal((429, "TOO_MANY_REQUESTS"), (refused.Status, (string?)refused.Body["code"]));
        Assert.Equal(404, (await _agent.GetAsync("/api/runs/third")).Status);
        Assert.Equal((string)first.Body["processId"]!, (string)(await StartAsync("first")).Body["processId"]!);
        Assert.Equal("small", (string)(await _agent.ExecuteAsync("cat", "__DISABLE_SESSION__", new { stdin = "small", cwd = "/" }))["stdout"]!);

        await _agent.DeleteAsync("/api/runs/first");
        await Eventually.TrueAsync(async () => (await StartAsync("third")).Status == 200);
    }

    [Fact]
    public async Task A_command_that_is_cancelled_in_the_queue_gives_back_what_it_never_read()
    {
        var session = await _agent.SessionAsync();
        var busy = ExecuteAsync("busy", "");
        await StateAsync("busy", "running");
        var queued = new[] { ExecuteAsync("first", Large), ExecuteAsync("second", Large) };
        await StateAsync("first", "queued");
        await StateAsync("second", "queued");
        Assert.Equal(429, (await ExecuteAsync("third", Large)).Status);

        await _agent.DeleteAsync("/api/runs/first");
        await Eventually.TrueAsync(async () => (await StartAsync("third")).Status == 200);
        await _agent.DeleteAsync("/api/runs/second");
        await _agent.DeleteAsync("/api/runs/busy");
        await Task.WhenAll([busy, .. queued]);

        Task<(int Status, JsonObject Body)> ExecuteAsync(string run, string stdin) =>
            _agent.PostAsync("/api/execute", new { command = "sleep 600", sessionId = session, runId = run, stdin });
    }

    [Fact]
    public async Task What_is_sent_to_a_process_that_does_not_read_is_bounded_too()
    {
        var (_, process) = await _agent.PostAsync("/api/process/start", new { command = "sleep 600", cwd = _agent.Workspace });
        var path = $"/api/process/{process["processId"]}/stdin";
        var sending = Enumerable.Range(0, 3).Select(_ => _agent.PostAsync(path, new { data = Large })).ToList();
        var refused = await Task.WhenAny(sending);
        Assert.Equal(429, (await refused).Status);
        await _agent.DeleteAsync($"/api/process/{process["processId"]}");
        sending.Remove(refused);
        Assert.All(await Task.WhenAll(sending), static answer => Assert.Equal(500, answer.Status));
        var (_, reader) = await _agent.PostAsync("/api/process/start", new { command = "cat >/dev/null", cwd = _agent.Workspace });
        Assert.Equal(200, (await _agent.PostAsync($"/api/process/{reader["processId"]}/stdin", new { data = Large })).Status);
    }

    private Task<(int Status, JsonObject Body)> StartAsync(string run) => _agent.PostAsync(
        "/api/execute", new { command = "sleep 600", background = true, sessionId = "__DISABLE_SESSION__", runId = run, stdin = Large, cwd = "/" });

    private Task StateAsync(string run, string state) => Eventually.TrueAsync(async () =>
        (string?)(await _agent.GetAsync($"/api/runs/{run}")).Body["run"]?["state"] == state);
}
