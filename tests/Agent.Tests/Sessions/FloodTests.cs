using System.Diagnostics;
using System.Net.Http.Json;

namespace Agent.Tests.Sessions;

/// <summary>Tests that measure time and memory and so want the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

[Collection(Alone.Name)]
public sealed class FloodTests(SeparateAgentFixture agent) : IClassFixture<SeparateAgentFixture>
{
    /// <summary>Just-in-time compiled; the native Agent stays below 60 MB.</summary>
    private const long MostResidentBytes = 250L * 1024 * 1024;

    [Theory]
    [InlineData("yes")]
    [InlineData("while true; do echo; done")]
    [InlineData("tr '\\0' x </dev/zero")]
    [InlineData("while true; do echo out; echo err >&2; done")]
    public async Task A_flood_leaves_the_other_sessions_quick_the_memory_bounded_and_is_cancelled_at_once(string command)
    {
        var (flooding, other) = (await agent.SessionAsync(), await agent.SessionAsync());
        var runId = $"run-{Guid.NewGuid():N}";
        await agent.ExecuteAsync("true", other);
        var flood = DrainAsync(new { command, sessionId = flooding, runId, timeoutMs = 60_000 });
        await Eventually.TrueAsync(async () => await OutputBytesAsync(runId) > 0);

        var times = new List<TimeSpan>();
        for (var i = 0; i < 40; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await agent.ExecuteAsync("true", other);
            times.Add(Stopwatch.GetElapsedTime(began));
            Assert.InRange(agent.PeakResidentBytes, 1, MostResidentBytes);
        }

        Assert.InRange(times.Order().ElementAt(times.Count / 2), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var asked = Stopwatch.GetTimestamp();
        Assert.Equal(200, (await agent.DeleteAsync($"/api/runs/{runId}")).Status);
        await Eventually.TrueAsync(async () => (string)(await agent.GetAsync($"/api/runs/{runId}")).Body["run"]!["state"]! == "cancelled");
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await flood;
        Assert.Equal("back\n", (string)(await agent.ExecuteAsync("echo back", flooding))["stdout"]!);
    }

    [Fact]
    public async Task Of_one_line_of_500_MB_the_cap_is_kept_the_rest_dropped_and_the_program_ends_in_order()
    {
        var session = await agent.SessionAsync();
        var runId = $"run-{Guid.NewGuid():N}";
        await DrainAsync(new { command = "head -c 500000000 /dev/zero | tr '\\0' x; echo end >&2", sessionId = session, runId });
        var run = (await agent.GetAsync($"/api/runs/{runId}")).Body["run"]!;
        Assert.Equal(("succeeded", 0, true), ((string)run["state"]!, (int)run["exitCode"]!, (bool)run["outputTruncated"]!));
        Assert.Equal(256L * 1024 * 1024, (long)run["outputBytes"]!);
        Assert.InRange(agent.PeakResidentBytes, 1, MostResidentBytes);
    }

    private async Task<long> OutputBytesAsync(string runId) =>
        await agent.GetAsync($"/api/runs/{runId}") is (200, var answer) ? (long)answer["run"]!["outputBytes"]! : 0;

    /// <summary>Follows a stream to its end without keeping it.</summary>
    private async Task DrainAsync(object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/execute/stream")
        {
            Content = JsonContent.Create(body),
            Version = agent.Client.DefaultRequestVersion,
            VersionPolicy = agent.Client.DefaultVersionPolicy,
        };
        using var response = await agent.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
    }
}
