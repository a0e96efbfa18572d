using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Ide.Web.Streaming;

namespace Ide.Web.Tests.Streaming;

/// <summary>Where people look, through a real server and its hub.</summary>
public sealed class PresenceTests : WebTest
{
    private FakeAgent _agent = null!;

    public override async ValueTask InitializeAsync() => _agent = await App.AddSandboxAsync("box");

    [Fact]
    public async Task Where_somebody_looks_is_told_to_the_others_alone_and_to_who_comes_later_with_all_the_rest()
    {
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        await using var robot = await JoinAsync(await TokenAsync("robot"));
        await HearAsync(owner, static here => here.Count == 2 && here.TrueForAll(static person => (bool)person["isProgram"]!));

        await robot.CallAsync("Look", new { pane = "output" });
        await HearAsync(owner, _ => (string?)Look(owner, "robot")?["pane"] == "output");
        await robot.CallAsync("Look", new { pane = "editor", path = "/workspace/a.py", line = 7, terminalId = "term-1" });
        await HearAsync(owner, _ => Look(owner, "robot")?.ToJsonString() == """{"pane":"editor","path":"/workspace/a.py","line":7,"terminalId":"term-1"}""");
        Assert.Single(owner.Events.Last(static item => (string?)item["type"] == "presence_moved")["people"]!.AsArray());

        await using var late = await JoinAsync(TestApp.OwnersToken);
        await HearAsync(late, _ => (int?)Look(late, "robot")?["line"] == 7);
        await robot.CallAsync("Look", new { isAway = true });
        await HearAsync(owner, static here => here.Any(static person => (bool?)person["isAway"] == true && person["look"] is null));
    }

    [Fact]
    public async Task Of_several_pages_the_one_that_moved_last_counts_and_only_all_of_them_can_be_away()
    {
        var token = await TokenAsync("robot");
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        await using var one = await JoinAsync(token);
        await using var two = await JoinAsync(token);

        await one.CallAsync("Look", new { pane = "editor", path = "/workspace/one.py" });
        await two.CallAsync("Look", new { pane = "editor", path = "/workspace/two.py" });
        await HearAsync(owner, _ => (string?)Look(owner, "robot")?["path"] == "/workspace/two.py");
        await two.CallAsync("Look", new { pane = "editor", path = "/workspace/two.py", isAway = true });
        await HearAsync(owner, static here => here.Any(static person => (string?)person["look"]?["path"] == "/workspace/one.py" && person["isAway"] is null));
        await one.DisposeAsync();
        await HearAsync(owner, static here => here.Count == 2 && here.Any(static person => (bool?)person["isAway"] == true));
    }

    [Fact]
    public async Task A_person_and_a_program_of_the_same_name_are_two()
    {
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        await using var robot = await JoinAsync(await TokenAsync("Ann"));
        using var program = App.Program();
        using var made = await program.PostAsJsonAsync("/api/sandboxes/box/invitations", new { name = "Ann", role = "viewer" }, Cancel);
        using var browser = App.Browser();
        using var joined = await browser.PostAsync(new Uri((string)(await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["link"]!).AbsolutePath, null, Cancel);
        var cookie = joined.Headers.GetValues("Set-Cookie").Single(static value => value.StartsWith("ide-", StringComparison.Ordinal)).Split(';')[0];
        await using var ann = await HubClient.ConnectAsync(App, token: null, cookie, App.Address.GetLeftPart(UriPartial.Authority));
        await ann.CallAsync("Join", "box", 0);

        await HearAsync(owner, static here => here.Count == 3
            && here.Count(static person => (string)person["name"]! == "Ann" && (bool?)person["isProgram"] == true) == 1);
    }

    [Fact]
    public async Task Who_has_another_colour_than_their_name_asks_for_is_told_to_all_also_when_they_have_left()
    {
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        var robot = await JoinAsync(await TokenAsync("Bob"));
        await HearAsync(owner, static here => here.Count == 2);
        Assert.Equal(PersonHues.WantedBy("owner"), PersonHues.WantedBy("Bob"));
        await robot.DisposeAsync();
        await HearAsync(owner, static here => here.Count == 1);

        await using var late = await JoinAsync(TestApp.OwnersToken);
        foreach (var page in new[] { owner, late })
        {
            await HearAsync(page, static here => here.Count == 1);
            var hues = page.Events.Last(static item => (string?)item["type"] == "presence")["hues"]!.ToJsonString();
            Assert.Equal($$"""{"Bob":{{PersonHues.WantedBy("owner") + 1}}}""", hues);
        }
    }

    [Fact]
    public async Task Many_moves_at_once_are_few_messages_and_the_last_one_holds()
    {
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        await using var robot = await JoinAsync(await TokenAsync("robot"));
        await HearAsync(owner, static here => here.Count == 2);
        var before = _agent.Requests.Count(static request => request.Call == "PUT /api/presence");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(1, 40).Select(line => robot.CallAsync("Look", new { pane = "editor", path = "/workspace/a.py", line })));
        await robot.CallAsync("Look", new { pane = "output" });
        await HearAsync(owner, _ => (string?)Look(owner, "robot")?["pane"] == "output");

        var messages = _agent.Requests.Count(static request => request.Call == "PUT /api/presence") - before;
        Assert.InRange(messages, 1, 2 + (watch.ElapsedMilliseconds / 100));
    }

    [Theory]
    [InlineData("""{"pane":"<script>"}""")]
    [InlineData("""{"pane":"editor","path":""}""")]
    [InlineData("""{"pane":"editor","path":"/a\u0000b"}""")]
    [InlineData("""{"pane":"editor","path":"/a","line":0}""")]
    [InlineData("""{"pane":"terminals","terminalId":"../x"}""")]
    [InlineData("""{"pane":"averylongnamethatnopaneeverhad"}""")]
    [InlineData("LONG")]
    public async Task A_look_that_makes_no_sense_is_refused_and_told_to_nobody(string look)
    {
        await using var owner = await JoinAsync(TestApp.OwnersToken);
        var request = look == "LONG" ? new JsonObject { ["pane"] = "editor", ["path"] = "/" + new string('x', 2000) } : JsonNode.Parse(look);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => owner.CallAsync("Look", request));
        Assert.Contains("VALIDATION_FAILED: ", refusal.Message, StringComparison.Ordinal);
        Assert.Null(Look(owner, "owner"));
    }

    /// <summary>Who is here as this page knows it: the last whole list, and who moved since.</summary>
    private static List<JsonNode> Here(HubClient client)
    {
        var here = new Dictionary<string, JsonNode>();
        foreach (var told in client.Events.Where(static item => ((string)item["type"]!).StartsWith("presence", StringComparison.Ordinal)))
        {
            if ((string)told["type"]! == "presence")
            {
                here.Clear();
            }

            foreach (var person in told["people"]!.AsArray())
            {
                here[(string)person!["id"]!] = person;
            }
        }

        return [.. here.Values];
    }

    private static JsonNode? Look(HubClient client, string name) => Here(client).FirstOrDefault(person => (string)person["name"]! == name)?["look"];

    private static Task HearAsync(HubClient client, Func<List<JsonNode>, bool> which) =>
        Eventually.TrueAsync(() => which(Here(client)), "presence is as expected");

    private async Task<HubClient> JoinAsync(string token)
    {
        var client = await HubClient.ConnectAsync(App, token);
        await client.CallAsync("Join", "box", 0);
        return client;
    }

    private async Task<string> TokenAsync(string name)
    {
        using var program = App.Program();
        using var made = await program.PostAsJsonAsync("/api/tokens", new { name, role = "viewer" }, Cancel);
        return (string)(await made.Content.ReadFromJsonAsync<JsonObject>(Cancel))!["token"]!;
    }
}
