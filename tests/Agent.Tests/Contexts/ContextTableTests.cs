using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Contexts;

/// <summary>Variables and tables through the Agent's API, on the real interpreters; the drivers' own tests know the details.</summary>
public sealed class ContextTableTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Theory]
    [InlineData("python", "data = [{'n': i, 't': f'row {i}'} for i in range(5000)]")]
    [InlineData("javascript", "var data = Array.from({ length: 5000 }, (_, i) => ({ n: i, t: `row ${i}` }))")]
    public async Task A_table_is_read_in_windows_sorted_and_filtered_by_anybody_who_may_look(string language, string make)
    {
        var context = await _code.CreateAsync(new { language });
        await _code.RunAsync(make, context);
        var listed = await _code.GetAsync($"/api/contexts/{context}/variables");
        Assert.True((bool?)listed["variables"]!.AsArray().Single(static each => (string?)each!["name"] == "data")!["isTable"], listed.ToJsonString());
        var table = await _code.PostAsync($"/api/contexts/{context}/table", new
        {
            name = "data",
            offset = 10,
            limit = 2,
            sort = new[] { new { column = 0, descending = true } },
            filter = new[] { new { column = 1, op = "contains", value = "7" } },
        }, Role.Viewer);
        Assert.Equal("""["n","t"]""", table["columns"]!.ToJsonString());
        Assert.Equal("""[[4971,"row 4971"],[4970,"row 4970"]]""", table["rows"]!.ToJsonString());
        Assert.Equal("""["4971","4970"]""", table["index"]!.ToJsonString());
        Assert.Equal((10, 5000), ((long?)table["offset"], (long?)table["size"]));
    }

    [Fact]
    public async Task A_bad_question_is_refused_with_a_sentence_and_code_is_none()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("n = 5", context);
        foreach (var (request, sentence) in new (object, string)[]
        {
            (new { name = "n" }, "is no table"),
            (new { name = "open('/tmp/x', 'w')" }, "There is no variable"),
            (new { name = "n", limit = 100_000 }, "limit"),
            (new { name = "n", filter = new[] { new { column = 0, op = "eval", value = "1" } } }, ""),
        })
        {
            var answer = await _code.PostAsync($"/api/contexts/{context}/table", request);
            Assert.Equal("VALIDATION_FAILED", (string?)answer["code"]);
            Assert.Contains(sentence, answer.ToJsonString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_repr_that_never_ends_holds_neither_the_list_nor_the_next_run_up()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("import time\nclass Slow:\n    def __repr__(self):\n        while True:\n            try: time.sleep(60)\n            except: pass\nslow = Slow(); n = 5", context);
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _code.GetAsync($"/api/contexts/{context}/variables")));
        Assert.All(all, static listed => Assert.Equal(["Slow", "n", "slow"], Names(listed)));
        Assert.Equal("6", await _code.TextAsync("n + 1", context));
    }

    private static IEnumerable<string?> Names(JsonNode listed) =>
        listed["variables"]!.AsArray().Select(static each => (string?)each!["name"]).Where(static name => name != "time").Order(StringComparer.Ordinal);
}
