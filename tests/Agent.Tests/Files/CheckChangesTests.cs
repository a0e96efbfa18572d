using System.Text.Json.Nodes;
using Agent.Files;
using Ide.Core.Protocol.Files;

namespace Agent.Tests.Files;

/// <summary><c>POST /api/watch/check</c> on real folders.</summary>
public sealed class CheckChangesTests : IClassFixture<AgentFixture>
{
    private readonly AgentFixture _agent;
    private readonly string _folder;

    public CheckChangesTests(AgentFixture agent)
    {
        _agent = agent;
        _folder = Path.Combine(agent.Workspace, $"check-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path.Combine(_folder, "old"));
    }

    [Theory]
    [InlineData("touch f", "changed")]
    [InlineData("echo x >> old/g", "changed")]
    [InlineData("mkdir -p new/er; echo x > new/er/f", "changed")]
    [InlineData("mv old older", "changed")]
    [InlineData("echo x > s.log", "unchanged")]
    [InlineData("echo x > node_modules/f", "unchanged")]
    [InlineData("chmod 700 old", "unchanged")]
    [InlineData("cat old/g", "unchanged")]
    public async Task What_happened_since_a_check_is_known_at_the_next_one(string script, string expected)
    {
        Shell("echo x > old/g; mkdir node_modules");
        var first = await CheckAsync();
        Assert.Equal(("unchanged", true), ((string)first["status"]!, (bool)first["success"]!));
        var version = (string)first["version"]!;
        Assert.Equal("unchanged", (string)(await CheckAsync(version))["status"]!);

        Shell(script);
        var second = await CheckAsync(version);
        Assert.Equal((expected, false), ((string)second["status"]!, second.ContainsKey("reason")));
        Assert.Equal("unchanged", (string)(await CheckAsync((string)second["version"]!))["status"]!);
        Assert.Equal(expected, (string)(await CheckAsync(version))["status"]!);
    }

    [Fact]
    public async Task What_happens_in_directories_that_came_since_is_known_too()
    {
        var version = (string)(await CheckAsync())["version"]!;
        Shell("mkdir -p a/b");
        version = (string)(await CheckAsync(version))["version"]!;
        Shell("echo x > a/b/c");
        Assert.Equal("changed", (string)(await CheckAsync(version))["status"]!);
    }

    [Fact]
    public async Task A_directory_that_was_put_in_the_place_of_another_has_changed()
    {
        var version = (string)(await CheckAsync())["version"]!;
        Shell($"cd ..; rm -r {_folder}; mkdir {_folder}");
        var second = await CheckAsync(version);
        Assert.Equal("changed", (string)second["status"]!);
        Assert.Equal("unchanged", (string)(await CheckAsync((string)second["version"]!))["status"]!);
        Shell("touch x");
        Assert.Equal("changed", (string)(await CheckAsync((string)second["version"]!))["status"]!);
    }

    [Fact]
    public async Task What_is_no_longer_known_is_said_with_the_reason_and_a_version_to_go_on_from()
    {
        var version = (string)(await CheckAsync())["version"]!;
        var restarted = await CheckAsync("0123456789ab" + version[12..]);
        Assert.Equal(("resync", "restarted"), ((string)restarted["status"]!, (string?)restarted["reason"]));
        Assert.Equal("unchanged", (string)(await CheckAsync((string)restarted["version"]!))["status"]!);

        // Eight others are kept in its place.
        for (var i = 0; i < 8; i++)
        {
            Directory.CreateDirectory(Path.Combine(_folder, $"{i}"));
            Assert.Equal(200, (await _agent.PostAsync("/api/watch/check", new { path = $"{_folder}/{i}" })).Status);
        }

        var expired = await CheckAsync(version);
        Assert.Equal(("resync", "expired"), ((string)expired["status"]!, (string?)expired["reason"]));
        Assert.Equal("unchanged", (string)(await CheckAsync((string)expired["version"]!))["status"]!);
    }

    [Fact]
    public async Task What_nobody_asks_about_for_ten_minutes_is_let_go()
    {
        using var sandbox = new Sandbox();
        var time = new ManualTimeProvider();
        using var checks = new CheckChanges(time);
        var first = await AskAsync(null);
        time.Advance(CheckChanges.KeptFor - TimeSpan.FromSeconds(1));
        Assert.Equal(ChangeStatus.Unchanged, (await AskAsync(first.Version)).Status);
        Assert.Equal(1, WatchTests.Instances(sandbox.Workspace));

        time.Advance(CheckChanges.KeptFor + TimeSpan.FromMinutes(1)); // it is looked at once a minute
        Assert.Equal(0, WatchTests.Instances(sandbox.Workspace));
        var late = await AskAsync(first.Version);
        Assert.Equal((ChangeStatus.Resync, "expired"), (late.Status, late.Reason));

        Task<CheckChangesAnswer> AskAsync(string? since) =>
            checks.RunAsync(sandbox.Root, new(Sandbox.At("."), since), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0123456789ab.-1.2")]
    [InlineData("0123456789ab.1.99999999999999999999")]
    public async Task What_no_check_answers_is_refused(string since)
    {
        var (status, problem) = await _agent.PostAsync("/api/watch/check", new { path = _folder, since });
        Assert.Equal((400, "VALIDATION_FAILED"), (status, (string?)problem["code"]));
    }

    private async Task<JsonObject> CheckAsync(string? since = null)
    {
        var body = new JsonObject { ["path"] = _folder, ["exclude"] = new JsonArray("*.log") };
        if (since is not null)
        {
            body["since"] = since;
        }

        var (status, answer) = await _agent.PostAsync("/api/watch/check", body);
        Assert.True(status == 200, answer.ToJsonString());
        return answer;
    }

    private void Shell(string script) => Sandbox.Run("bash", "-c", $"cd {_folder}; {script}");
}
