using System.Globalization;
using System.Text.Json.Nodes;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

/// <summary><c>POST /api/watch</c> on real folders with the kernel's own events.</summary>
public sealed class WatchTests : IClassFixture<AgentFixture>
{
    private readonly AgentFixture _agent;
    private readonly string _folder;

    public WatchTests(AgentFixture agent)
    {
        _agent = agent;
        _folder = Path.Combine(agent.Workspace, $"watch-{Guid.NewGuid():n}");
        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public async Task What_programs_do_is_told_step_by_step_with_both_halves_of_a_move()
    {
        await using var watch = await OpenAsync(new { path = _folder + "/./", sessionId = "what the SDK sends, too" });
        Assert.Equal(_folder, (string)watch.First["path"]!);
        Assert.StartsWith("watch-", (string)watch.First["watchId"]!, StringComparison.Ordinal);

        Shell("echo x > a; mkdir d; echo x > d/f");
        await UntilAsync(watch, "create a", "modify a", "create d/", "create d/f");
        Shell("mv a b; mv d e; echo y >> e/f");
        var moved = await UntilAsync(watch, "move_from a", "move_to b", "move_from d/", "move_to e/", "modify e/f");
        Assert.Equal(["move_from a", "move_to b", "move_from d/", "move_to e/"], moved.Where(static each => each.StartsWith("move", StringComparison.Ordinal)));
        Shell("chmod 600 b; rm -r e; mkdir e/ e/g; echo x > e/g/h");
        var told = await UntilAsync(watch, "delete e/f", "delete e/", "create e/", "create e/g/", "create e/g/h");
        Assert.DoesNotContain(told, static each => each.StartsWith("attrib", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Directories_that_are_moved_before_anybody_could_watch_them_lose_nothing()
    {
        await using var watch = await OpenAsync(new { path = _folder });
        Shell("mkdir n; mkdir n/m; echo x > n/m/f; mv n o; mv o p; echo y > p/m/g");
        await UntilAsync(watch, "move_to p/", "create p/m/g");
        Shell("echo z >> p/m/f");
        await UntilAsync(watch, "modify p/m/f");
    }

    [Theory]
    [InlineData("""{"recursive":false}""", "create a.ts,create sub/")]
    [InlineData("""{"include":["*.ts","end"]}""", "create a.ts,create sub/b.ts")]
    [InlineData("""{"exclude":["sub","*.log"]}""", "create a.ts")]
    [InlineData("""{"exclude":["sub/*.ts"]}""", "create a.ts,create sub/,create sub/c.log")]
    [InlineData("""{"events":["delete"]}""", "")]
    [InlineData("""{"events":["attrib","delete"]}""", "attrib a.ts")]
    public async Task Only_what_is_asked_for_is_told(string options, string expected)
    {
        var body = JsonNode.Parse(options)!.AsObject();
        body["path"] = _folder;
        body["events"] ??= new JsonArray("create", "delete");
        Put("end", "");
        await using var watch = await OpenAsync(body);
        Shell("echo x > a.ts; chmod 600 a.ts; mkdir sub; echo x > sub/b.ts; echo x > sub/c.log; rm end");
        var told = await UntilAsync(watch, "delete end");
        Assert.Equal(expected, string.Join(',', told.Except(["delete end"])));
    }

    [Fact]
    public async Task A_single_file_is_watched_by_its_name_and_what_the_API_writes_is_no_move()
    {
        Put("f", "1");
        Directory.CreateSymbolicLink(At("way"), _folder);
        await using var watch = await OpenAsync(new { path = $"{_folder}/way/f" });
        await using var whole = await OpenAsync(new { path = _folder });
        Put("other", "x");
        Assert.Equal(200, (await _agent.PostAsync("/api/write", new { path = At("f"), content = "2" })).Status);
        Assert.Equal(200, (await _agent.PostAsync("/api/write", new { path = At("new"), content = "2" })).Status);
        Shell("rm f; echo 3 > g; mv g f");
        Assert.Equal(["modify way/f", "delete way/f", "move_to way/f"], await UntilAsync(watch, "modify way/f", "delete way/f", "move_to way/f"));
        var told = await UntilAsync(whole, "move_to f");
        Assert.Equal(["modify f", "create new", "delete f"], told.Where(static each => each is not ("create other" or "modify other" or "create g" or "modify g" or "move_from g" or "move_to f")));
    }

    [Theory]
    [InlineData("rm -r top/in", "was deleted.")]
    [InlineData("mv top/in top/out", "was moved away.")]
    [InlineData("mv top elsewhere", "was moved away.")]
    [InlineData("cd top/in; (rmdir ../in; sleep 100) & echo $! > ../../pid", "was deleted.")]
    public async Task A_directory_that_goes_away_ends_its_watch_with_a_reason(string how, string reason)
    {
        Directory.CreateDirectory(At("top/in"));
        await using var watch = await OpenAsync(new { path = At("top/in") });
        Shell($"({how}) > /dev/null");
        var last = (await watch.RestAsync())[^1];
        Assert.Equal(("stopped", $"{At("top/in")} {reason}"), ((string)last["type"]!, (string)last["reason"]!));
        Shell("if [ -e pid ]; then kill $(cat pid); fi");
    }

    [Fact]
    public async Task Of_a_tree_that_appears_at_once_every_file_is_told()
    {
        Shell("mkdir -p seed/a/b/c; for d in seed seed/a seed/a/b seed/a/b/c; do (cd $d; seq 500 | xargs touch); done");
        Directory.CreateDirectory(At("top"));
        await using var watch = await OpenAsync(new { path = At("top") });
        Shell("cp -r seed top/tree");
        var wanted = from directory in (string[])["", "a/", "a/b/", "a/b/c/"] from number in Enumerable.Range(1, 500) select $"create top/tree/{directory}{number}";
        var told = await UntilAsync(watch, [.. wanted]);
        Assert.DoesNotContain(told, static each => each.StartsWith("error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reader_too_slow_for_what_happens_is_told_to_look_again_and_told_on()
    {
        await using var watch = await OpenAsync(new { path = _folder });
        var queue = int.Parse(Run("cat", "/proc/sys/fs/inotify/max_queued_events").Trim(), CultureInfo.InvariantCulture);

        // Each is told in some 200 bytes, so the connection is full long before the last; then so is the kernel's queue.
        Shell($"seq {(2 * queue) + 20_000} | xargs touch");
        await UntilAsync(watch, "error ");
        Put("after", "x");
        await UntilAsync(watch, "create after");
    }

    [Fact]
    public async Task More_directories_than_can_be_watched_are_refused_and_end_a_watch()
    {
        Shell("mkdir many; cd many; seq 16400 | xargs mkdir");
        Assert.Equal((429, "QUOTA_EXCEEDED"), await RefusalAsync("/api/watch", new { path = At("many") }));
        Assert.Equal((429, "QUOTA_EXCEEDED"), await RefusalAsync("/api/watch/check", new { path = At("many") }));
        Shell("cd many; seq 100 | xargs rmdir");
        await using var watch = await OpenAsync(new { path = At("many") });
        Shell("cd many; seq 100 | xargs mkdir; mkdir more");
        var rest = (await watch.RestAsync()).Select(told => WatchStream.Text(told, _folder)).ToList();
        Assert.Equal(["error many", "stopped "], rest[^2..]);
    }

    [Fact]
    public async Task Links_are_told_and_not_followed_and_names_of_any_bytes_stand_as_in_lists()
    {
        Directory.CreateDirectory(At("top"));
        Directory.CreateDirectory(At("outside"));
        await using var watch = await OpenAsync(new { path = At("top") });
        Shell("ln -s ../outside top/link");
        await UntilAsync(watch, "create top/link");
        Shell("echo x > outside/f; echo x > $'top/caf\\xe9'");
        Assert.DoesNotContain("create top/link/f", await UntilAsync(watch, "create top/caf\uefe9"));
        Shell("rm top/caf*"); // the fixture's own cleaning up cannot name it
    }

    [Fact]
    public async Task What_tools_fill_is_told_and_not_entered_unless_it_is_asked_for()
    {
        Directory.CreateDirectory(At("node_modules/old"));
        await using var plain = await OpenAsync(new { path = _folder, events = new[] { "create" } });
        await using var asked = await OpenAsync(new { path = _folder, include = new[] { "node_modules/**", "end" }, events = new[] { "create" } });
        await using var within = await OpenAsync(new { path = At("node_modules"), events = new[] { "create" } });
        Shell("mkdir -p .git; echo x > .git/HEAD; echo x > node_modules/old/f; mkdir x; mv x node_modules/x; touch node_modules/x/y end node_modules/end");
        Assert.Equal(["create .git/", "create x/", "create end"], await UntilAsync(plain, "create end"));
        Assert.Contains("create node_modules/old/f", await UntilAsync(asked, "create end"));
        Assert.Contains("create node_modules/old/f", await UntilAsync(within, "create node_modules/end"));
    }

    [Fact]
    public async Task Beyond_the_bound_a_watch_is_refused_and_who_goes_frees_a_place_and_its_instance_at_once()
    {
        var open = new List<WatchStream>();
        await Eventually.TrueAsync(() => Instances(At("")) == 0);
        for (var i = 0; i < 8; i++)
        {
            open.Add(await OpenEventuallyAsync());
        }

        Assert.Equal(8, Instances(_folder));
        Assert.Equal((429, "TOO_MANY_REQUESTS"), await RefusalAsync("/api/watch", new { path = _folder }));
        foreach (var watch in open)
        {
            await watch.DisposeAsync();
        }

        await Eventually.TrueAsync(() => Instances(_folder) == 0);
        await (await OpenAsync(new { path = _folder })).DisposeAsync();
    }

    [Fact]
    public async Task The_Agents_end_is_told()
    {
        var agent = new AgentFixture();
        await agent.InitializeAsync();
        await using var watch = await WatchStream.OpenAsync(agent, new { path = agent.Workspace });
        var end = agent.DisposeAsync();
        Assert.Equal("The sandbox stops.", (string)(await watch.RestAsync())[^1]["reason"]!);
        await end;
    }

    [Theory]
    [InlineData("""{"path":"/nowhere/at/all"}""", 404, "FILE_NOT_FOUND")]
    [InlineData("""{}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"path":"/tmp","include":["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"]}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"path":"/tmp","exclude":[null]}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"path":"/tmp","events":["open"]}""", 400, "VALIDATION_FAILED")]
    [InlineData("""{"path":"/tmp","recursive":"yes"}""", 400, "VALIDATION_FAILED")]
    public async Task A_bad_watch_is_refused_before_it_begins(string body, int status, string code)
    {
        Assert.Equal((status, code), await RefusalAsync("/api/watch", JsonNode.Parse(body)!));
        Assert.Equal((status, code), await RefusalAsync("/api/watch/check", JsonNode.Parse(body)!));
    }

    /// <summary>Those of this process whose watches are of this directory.</summary>
    internal static int Instances(string directory)
    {
        var inode = $"ino:{long.Parse(Run("stat", "-c", "%i", directory).Trim(), CultureInfo.InvariantCulture):x} ";
        return Directory.EnumerateFiles("/proc/self/fdinfo").Count(file =>
        {
            try
            {
                return File.ReadAllText(file).Contains(inode, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // closed meanwhile
            }
        });
    }

    /// <summary>Watches of the test before may be on their way out.</summary>
    private async Task<WatchStream> OpenEventuallyAsync()
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await OpenAsync(new { path = _folder });
            }
            catch (Exception) when (i < 100)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private Task<WatchStream> OpenAsync(object body) => WatchStream.OpenAsync(_agent, body);

    private Task<List<string>> UntilAsync(WatchStream watch, params string[] wanted) => watch.UntilAsync(_folder, wanted);

    private async Task<(int Status, string? Code)> RefusalAsync(string route, object body)
    {
        var (status, problem) = await _agent.PostAsync(route, body);
        return (status, (string?)problem["code"]);
    }

    private string At(string path) => Path.Combine(_folder, path);

    private void Put(string path, string content) => File.WriteAllText(At(path), content);

    private void Shell(string script) => Run("bash", "-c", $"cd {_folder}; {script}");
}
