using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Files;

public sealed class SearchTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly string _folder = $"search-{Guid.NewGuid():n}";

    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Matches_come_by_file_with_place_line_and_a_revision_to_replace_by()
    {
        Put("b/two.txt", "first\r\nA needle and a Needle\r\n");
        Put("a.txt", "\ufeffneedle");
        var events = await SearchAsync(new { path = _folder, query = "needle", replacement = "pin" });
        Assert.Equal(["started", "matches", "matches", "complete"], events.Select(static each => (string)each["type"]!));
        Assert.Equal(["a.txt:1:1+6 'needle'@0 pin", "b/two.txt:2:3+6 'A needle and a Needle'@2 pin", "b/two.txt:2:16+6 'A needle and a Needle'@15 pin"], Told(events));
        using var head = await app.SendAsync(HttpMethod.Head, $"/api/files/raw?path={_folder}/a.txt");
        Assert.Equal(head.Headers.ETag!.Tag, (string)events[1]["etag"]!);
        Assert.Equal((3, 2, false), ((int)events[^1]["matches"]!, (int)events[^1]["files"]!, (bool)events[^1]["truncated"]!));
    }

    [Theory]
    [InlineData("""{"query":"Needle","caseSensitive":true}""", "x.txt:1:8+6")]
    [InlineData("""{"query":"needle","wholeWord":true}""", "x.txt:1:1+6 x.txt:1:16+6")]
    [InlineData("""{"query":"n(e+)dle","regex":true,"replacement":"<$1>"}""", "x.txt:1:1+6<ee> x.txt:1:8+6<ee> x.txt:1:16+6<ee>")]
    [InlineData("""{"query":"^needle|dle$","regex":true}""", "x.txt:1:1+6 x.txt:1:19+3")]
    [InlineData("""{"query":"needle","regex":true,"wholeWord":true,"caseSensitive":true}""", "x.txt:1:1+6 x.txt:1:16+6")]
    [InlineData("""{"query":"x*","regex":true}""", "")]
    [InlineData("""{"query":".","include":["*.py"]}""", "")]
    [InlineData("""{"query":"needle","exclude":["x.*"]}""", "")]
    public async Task The_query_means_what_its_switches_say(string query, string expected)
    {
        Put("x.txt", "needle Needles needle\r\n");
        var request = JsonNode.Parse(query)!.AsObject();
        request["path"] = _folder;
        var told = Told(await SearchAsync(request)).Select(static match => match.Split(' ')[0] + (match.EndsWith('>') ? match.Split(' ')[^1] : ""));
        Assert.Equal(expected, string.Join(' ', told));
    }

    [Fact]
    public async Task What_tools_fill_is_searched_only_when_asked_for()
    {
        Put("node_modules/p/i.js", "needle");
        Put(".git/config", "needle");
        Put("kept.js", "needle");
        Assert.Equal(["kept.js"], Files(await SearchAsync(new { path = _folder, query = "needle" })));
        Assert.Equal([".git/config", "kept.js", "node_modules/p/i.js"], Files(await SearchAsync(new { path = _folder, query = "needle", everywhere = true })));
        Assert.Equal(["node_modules/p/i.js"], Files(await SearchAsync(new { path = _folder, query = "needle", include = new[] { "node_modules/**" } })));
        Assert.Equal(["node_modules/p/i.js"], Files(await SearchAsync(new { path = $"{_folder}/node_modules", query = "needle" })));
    }

    [Fact]
    public async Task Binaries_links_pipes_and_huge_files_are_passed_over_with_a_note()
    {
        Put("binary", "needle\0");
        Put("text", "needle");
        File.CreateSymbolicLink(At("link"), At("text"));
        File.CreateSymbolicLink(At("loop"), At(""));
        Sandbox.Run("mkfifo", At("pipe"));
        using (var huge = File.Create(At("huge")))
        {
            huge.SetLength(17 << 20);
        }

        var events = await SearchAsync(new { path = _folder, query = "needle" });
        Assert.Equal(["text"], Files(events));
        Assert.EndsWith("/huge", (string)events.Single(static each => (string)each["type"]! == "skipped")["path"]!, StringComparison.Ordinal);
        Assert.Equal((1, 1), ((int)events[^1]["binary"]!, (int)events[^1]["notRead"]!));
    }

    [Fact]
    public async Task There_is_an_end_to_matches_and_it_is_said()
    {
        Put("many", string.Concat(Enumerable.Repeat("needle needle\n", 200)));
        Assert.True((bool)(await SearchAsync(new { path = _folder, query = "needle", maxMatches = 399 }))[^1]["truncated"]!);
        var all = await SearchAsync(new { path = _folder, query = "needle", maxMatches = 400 });
        Assert.Equal((400, false), ((int)all[^1]["matches"]!, (bool)all[^1]["truncated"]!));
        Put("long", new string('x', 100_000) + "needle" + new string('y', 100_000));
        var shown = (await SearchAsync(new { path = _folder, query = "needle", include = new[] { "long" } }))[1]["matches"]![0]!;
        Assert.Equal((100_001, 60, 300), ((int)shown["column"]!, (int)shown["offset"]!, ((string)shown["text"]!).Length));
    }

    [Fact]
    public async Task An_expression_that_never_ends_ends_the_search_and_nothing_else()
    {
        Put("evil", new string('a', 64));
        var events = await SearchAsync(new { path = _folder, query = "(a+)+b", regex = true });
        Assert.Equal(("error", "VALIDATION_FAILED"), ((string)events[^1]["type"]!, (string)events[^1]["code"]!));
        Assert.Equal(["evil"], Files(await SearchAsync(new { path = _folder, query = "a" })));
    }

    [Theory]
    [InlineData("""{"path":".","query":"("}""", "", 200)]
    [InlineData("""{"path":".","query":"(","regex":true}""", "VALIDATION_FAILED", 400)]
    [InlineData("""{"path":".","query":""}""", "VALIDATION_FAILED", 400)]
    [InlineData("""{"path":".","query":"a\nb"}""", "VALIDATION_FAILED", 400)]
    [InlineData("""{"path":".","query":"a","include":["{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"]}""", "VALIDATION_FAILED", 400)]
    [InlineData("""{"path":".","query":"a","include":[null]}""", "VALIDATION_FAILED", 400)]
    [InlineData("""{"path":"/nowhere","query":"a"}""", "FILE_NOT_FOUND", 404)]
    [InlineData("""{"path":"/etc/passwd","query":"a"}""", "NOT_DIRECTORY", 400)]
    public async Task A_bad_search_is_refused_before_it_begins(string body, string code, int status)
    {
        using var response = await app.SendAsync(HttpMethod.Post, "/api/search", new StringContent(body), role: Role.Viewer);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(Deadline), StringComparison.Ordinal);
    }

    private void Put(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), content);
    }

    private string At(string path) => Path.Combine(app.Workspace, _folder, path);

    private async Task<List<JsonNode>> SearchAsync(object request)
    {
        using var response = await app.SendAsync(HttpMethod.Post, "/api/search", new StringContent(JsonSerializer.Serialize(request, JsonSerializerOptions.Web)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Deadline);
        return [.. text.Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line[6..])!)];
    }

    private IEnumerable<string> Files(IEnumerable<JsonNode> events) =>
        events.Where(static each => (string)each["type"]! == "matches").Select(each => Relative((string)each["path"]!));

    private IEnumerable<string> Told(IEnumerable<JsonNode> events) =>
        from file in events
        where (string)file["type"]! == "matches"
        from match in file["matches"]!.AsArray()
        select $"{Relative((string)file["path"]!)}:{match["line"]}:{match["column"]}+{match["length"]} '{match["text"]}'@{match["offset"]} {match["replacement"]}";

    private string Relative(string path) => path[(path.IndexOf(_folder, StringComparison.Ordinal) + _folder.Length + 1)..];
}
