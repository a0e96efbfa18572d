using System.Text.Json;
using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Terminals;

/// <summary>What several people do with one terminal: see who types, name it, start it again, join its full-screen programs.</summary>
public sealed class SharedTerminalTests(AgentApp app) : IClassFixture<AgentApp>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_others_hear_who_types_by_the_name_that_the_server_gave_and_not_at_each_key()
    {
        var id = await CreateAsync();
        await using var ann = await AttachAsync(id, actor: "Ann");
        await using var bob = await AttachAsync(id, actor: "Böb \u202e<b>");
        await using var eve = await AttachAsync(id, role: Role.Viewer, actor: "Eve");
        await eve.TypeAsync("echo forged\r");
        await eve.SayAsync(new { type = "typing", name = "Ann" });
        await bob.TypeAsync("echo b''ob\r");
        await ann.HearAsync("typing", static typing => (string)typing["name"]! == "Böb \u202e<b>");
        await eve.HearAsync("typing");
        for (var i = 0; i < 50; i++)
        {
            await ann.TypeAsync("#");
        }

        await ann.SeeAsync(new string('#', 50));
        await eve.HearAsync("typing", static typing => (string)typing["name"]! == "Ann");
        Assert.Null(bob.Notices.FirstOrDefault(static notice => (string?)notice["name"] == "Eve"));
        Assert.InRange(eve.Notices.Count(static notice => (string)notice["type"]! == "typing" && (string)notice["name"]! == "Ann"), 1, 25);
        Assert.All(ann.Notices.Where(static notice => (string)notice["type"]! == "typing"), static notice => Assert.NotEqual("Ann", (string)notice["name"]!));
    }

    [Fact]
    public async Task A_new_name_is_seen_by_all_and_stands_in_the_journal()
    {
        var id = await CreateAsync();
        await CallAsync("PATCH", $"/api/terminals/{id}", new { name = "  build <i>é</i> " });
        Assert.Equal("build <i>é</i>", (string)(await FindAsync(id))!["name"]!);
        Assert.Matches($"\"type\":\"terminal_renamed\".*\"actor\":\"ann\".*\"terminalId\":\"{id}\"", await JournalAsync());
        foreach (var name in new[] { "", "   ", "a\nb", "evil\u202egnp.exe", new string('x', 101) })
        {
            Assert.Equal("VALIDATION_FAILED", await RefusalAsync("PATCH", $"/api/terminals/{id}", new { name }));
        }

        Assert.Equal("TERMINAL_NOT_FOUND", await RefusalAsync("PATCH", "/api/terminals/none", new { name = "x" }));
    }

    [Fact]
    public async Task An_ended_terminal_starts_again_in_its_place_below_what_it_showed()
    {
        var id = await CreateAsync();
        await using var before = await AttachAsync(id);
        Assert.Equal("RESOURCE_BUSY", await RefusalAsync("POST", $"/api/terminals/{id}/restart", new { }));
        await before.TypeAsync("printf '\\e[?1049h\\e[?1003h'; echo la''st; exit 3\r");
        await before.HearAsync("exit");
        await CallAsync("PATCH", $"/api/terminals/{id}", new { name = "kept" });

        var again = await CallAsync("POST", $"/api/terminals/{id}/restart", new { });
        Assert.Equal((id, "kept", true), ((string)again["id"]!, (string)again["name"]!, (bool)again["running"]!));
        await using var back = await AttachAsync(id, after: before.Count);
        await back.TypeAsync("echo ne''w; tty\r");
        await back.SeeAsync("new\r\n/dev/pts/");
        Assert.StartsWith("\e[?1049l", back.Text, StringComparison.Ordinal);
        await using var late = await AttachAsync(id);
        await late.SeeAsync("new\r\n/dev/pts/");
        Assert.Contains("last", late.Text, StringComparison.Ordinal);
        await back.TypeAsync("exit\r");
        await back.HearAsync("exit", static exit => (int)exit["code"]! == 0);
    }

    [Theory]
    [InlineData("vi -u NONE poem.txt", "line 3", ":q!\r")]
    [InlineData("less poem.txt", "line 3", "q")]
    [InlineData("htop", "Load average", "q")]
    public async Task Who_joins_while_a_real_full_screen_program_is_open_sees_its_screen_and_it_follows_the_size(string command, string seen, string leave)
    {
        await File.WriteAllTextAsync(Path.Combine(app.Workspace, "poem.txt"), string.Concat(Enumerable.Range(1, 200).Select(static line => $"line {line}\n")), Deadline);
        var id = await CreateAsync();
        await using var ann = await AttachAsync(id);
        await ann.SayAsync(new { type = "resize", cols = 100, rows = 30 });
        await ann.TypeAsync($"yes | head -c 1200000; {command}\r"); // so that the picture's first bytes have left the ring
        await ann.SeeAsync(seen);

        await using var late = await AttachAsync(id);
        await late.SeeAsync(seen);
        Assert.Contains("\e[?1049h", (string?)late.Ready["modes"] + late.Text, StringComparison.Ordinal);
        var before = ann.Count;
        await late.SayAsync(new { type = "resize", cols = 60, rows = 15 });
        await ann.HearAsync("resize", static size => (int)size["cols"]! == 60 && (int)size["rows"]! == 15);
        await ann.UntilAsync(() => ann.Count > before + 60, () => "the program to draw anew");
        await late.TypeAsync(leave);
        await ann.SeeAsync("\e[?1049l");
        await ann.TypeAsync("echo ba''ck; stty size\r");
        await late.SeeAsync("back\r\n15 60");
    }

    private async Task<JsonNode> CallAsync(string method, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
        using var response = await app.SendAsync(new HttpMethod(method), path, content);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Deadline))!;
    }

    private async Task<string> RefusalAsync(string method, string path, object body) => (string)(await CallAsync(method, path, body))["code"]!;

    private async Task<string> JournalAsync()
    {
        using var response = await app.SendAsync(HttpMethod.Get, "/api/events?after=0");
        return await response.Content.ReadAsStringAsync(Deadline);
    }

    private async Task<string> CreateAsync() => (string)(await app.PostAsync("/api/terminals", new { }))["id"]!;

    private async Task<JsonNode?> FindAsync(string id)
    {
        using var response = await app.SendAsync(HttpMethod.Get, "/api/terminals");
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync(Deadline))!;
        return list["terminals"]!.AsArray().FirstOrDefault(terminal => (string)terminal!["id"]! == id);
    }

    private async Task<TerminalClient> AttachAsync(string id, Role role = Role.Editor, long? after = null, string actor = "ann")
    {
        var client = new TerminalClient(await app.ConnectAsync($"/ws/pty?sessionId={id}{(after is null ? "" : $"&after={after}")}", role, actor));
        await client.HearAsync("ready");
        return client;
    }
}
