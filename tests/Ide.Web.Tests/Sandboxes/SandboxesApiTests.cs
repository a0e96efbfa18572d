using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace Ide.Web.Tests.Sandboxes;

public sealed class SandboxesApiTests : WebTest
{
    private async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(HttpMethod method, string path, object? body = null, HttpClient? client = null)
    {
        using var owner = App.Program();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await (client ?? owner).SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : []);
    }

    [Fact]
    public async Task A_sandbox_is_made_found_changed_stopped_started_and_deleted()
    {
        var made = await SendAsync(HttpMethod.Post, "/api/sandboxes", new
        {
            id = "one",
            name = " First ",
            limits = new { memoryMb = 512, cpus = 0.5 },
            network = "none",
            sleepAfter = "10m",
            labels = new { team = "a" },
            env = new { KEY = "value" },
        });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(
            ("one", "First", "running", "owner", "none", "600s", 512),
            ((string)made.Body["id"]!, (string)made.Body["name"]!, (string)made.Body["status"]!, (string)made.Body["owner"]!,
                (string)made.Body["network"]!, (string)made.Body["sleepAfter"]!, (int)made.Body["limits"]!["memoryMb"]!));

        var taken = await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id = "one" });
        Assert.Equal((HttpStatusCode.Conflict, "SANDBOX_ALREADY_EXISTS"), (taken.Status, (string)taken.Body["code"]!));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Put, "/api/sandboxes/one", new { })).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Put, "/api/sandboxes/two", new { })).Status);

        var changed = await SendAsync(HttpMethod.Patch, "/api/sandboxes/one", new { name = "Renamed", keepAlive = true });
        Assert.Equal(("Renamed", true, "600s"), ((string)changed.Body["name"]!, (bool)changed.Body["keepAlive"]!, (string)changed.Body["sleepAfter"]!));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("stopped", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes/one/stop")).Body["status"]);
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("running", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes/one/start")).Body["status"]);
        }

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, "/api/sandboxes/one")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Get, "/api/sandboxes/one")).Status);
    }

    [Fact]
    public async Task A_list_is_filtered_by_label_and_read_page_by_page()
    {
        foreach (var (id, team) in new[] { ("a", "x"), ("b", "y"), ("c", "x") })
        {
            await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id, labels = new { team } });
        }

        using var owner = App.Program();
        async Task<string[]> Ids(string query) => [.. (await owner.GetFromJsonAsync<JsonArray>($"/api/sandboxes{query}", Cancel))!.Select(static item => (string)item!["id"]!)];
        Assert.Equal(["a", "b", "c"], await Ids(""));
        Assert.Equal(["a", "c"], await Ids("?label=team:x"));
        Assert.Equal(["c"], await Ids("?label=team:x&after=a"));
        Assert.Empty(await Ids("?after=c"));
    }

    [Theory]
    [InlineData("""{"id":"www"}""", "id")]
    [InlineData("""{"id":"-a"}""", "id")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"limits":{"memoryMb":1}}""", "limits.memoryMb")]
    [InlineData("""{"limits":{"memoryMb":"much"}}""", "limits.memoryMb")]
    [InlineData("""{"network":"host"}""", "network")]
    [InlineData("""{"sleepAfter":"soon"}""", "sleepAfter")]
    [InlineData("""{"env":{"A=B":"x"}}""", "env")]
    [InlineData("""{"labels":{"a b":"x"}}""", "labels")]
    [InlineData("""{"provider":"cloud"}""", "provider")]
    [InlineData("{\"name\":", "name")]
    [InlineData("null", "$")]
    [InlineData("", "$")]
    public async Task What_makes_no_sense_is_refused_with_the_fields_name(string body, string field)
    {
        using var owner = App.Program();
        using var answer = await owner.PostAsync("/api/sandboxes", new StringContent(body, null, "application/json"), Cancel);

        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel))!;
        Assert.Equal(("VALIDATION_FAILED", field), ((string)problem["code"]!, (string)problem["context"]!["validationErrors"]![0]!["field"]!));
        Assert.DoesNotContain("Ide.Web", (string)problem["message"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("parameter", (string)problem["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latin-9")]
    [InlineData("\"utf-9\"")]
    public async Task A_body_in_a_charset_that_nobody_knows_is_the_callers_mistake(string charset)
    {
        using var owner = App.Program();
        using var body = new StringContent("{}");
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", $"application/json; charset={charset}");

        using var answer = await owner.PostAsync("/api/sandboxes", body, Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, "VALIDATION_FAILED"), (answer.StatusCode, await CodeOfAsync(answer)));
    }

    [Fact]
    public async Task Only_the_servers_owner_makes_sandboxes_and_a_guest_sees_their_own_only()
    {
        await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id = "theirs" });
        await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id = "secret" });
        using var guest = await App.GuestAsync("Ann", "editor", "theirs");

        Assert.Equal("FORBIDDEN", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes", new { }, guest)).Body["code"]);
        Assert.Equal("SANDBOX_NOT_FOUND", (string?)(await SendAsync(HttpMethod.Put, "/api/sandboxes/secret", new { }, guest)).Body["code"]);
        Assert.Equal("SANDBOX_NOT_FOUND", (string?)(await SendAsync(HttpMethod.Put, "/api/sandboxes/fresh", new { }, guest)).Body["code"]);
        var list = await guest.GetFromJsonAsync<JsonArray>("/api/sandboxes", Cancel);
        Assert.Equal(("theirs", "editor"), ((string)list!.Single()!["id"]!, (string)list![0]!["role"]!));
        Assert.Equal("Ann", (string?)list[0]!["members"]![0]!["name"]);
    }

    [Fact]
    public async Task A_list_of_members_with_nobody_in_it_is_refused()
    {
        await App.AddSandboxAsync("box");
        var (status, body) = await SendAsync(HttpMethod.Patch, "/api/sandboxes/box", JsonDocument.Parse("""{"members":[null]}""").RootElement);
        Assert.Equal((HttpStatusCode.BadRequest, "members"), (status, (string?)body["context"]!["validationErrors"]![0]!["field"]));
    }

    [Theory]
    [InlineData("/api/sandboxes", """{"network":0}""", "network")]
    [InlineData("/api/tokens", """{"name":"t","role":-1}""", "role")]
    [InlineData("/api/sandboxes/box/invitations", """{"name":"n","role":7}""", "role")]
    [InlineData("/api/sandboxes/box/invitations", """{"name":"n","historyFrom":0}""", "historyFrom")]
    [InlineData("/api/tokens", """{"name":"a","name":"b"}""", "name")]
    public async Task What_is_none_of_the_names_is_refused_by_field_and_without_the_names_of_types(string path, string json, string field)
    {
        await App.AddSandboxAsync("box");
        var (status, body) = await SendAsync(HttpMethod.Post, path, JsonDocument.Parse(json).RootElement);
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, (string?)body["context"]!["validationErrors"]![0]!["field"]));
        Assert.DoesNotContain("Ide.", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_joins_without_the_past_reads_only_what_comes_after()
    {
        var agent = await App.AddSandboxAsync("box");
        for (var i = 0; i < 5; i++)
        {
            agent.Journal.Append(new Core.Protocol.Journal.AgentStarted { JournalId = "journal-1" });
        }

        using var guest = await App.GuestAsync("Ann", "viewer", "box", historyFrom: "join");
        agent.Journal.Append(new Core.Protocol.Journal.AgentStarted { JournalId = "journal-1" });

        var events = await guest.GetStringAsync("/sandboxes/box/api/events?after=0&follow=false", Cancel);

        Assert.Equal(6, (int?)JsonNode.Parse(events.Trim())!["seq"]);
        foreach (var (query, resume, after) in new[] { ("?after=2", "0", "5"), ("", "1", "5"), ("", "x", "5"), ("?after=6", "", "6"), ("", "7", "7") })
        {
            // An Agent takes Last-Event-ID before the query.
            using var asked = new HttpRequestMessage(HttpMethod.Get, $"/sandboxes/box/api/events{query}");
            asked.Headers.TryAddWithoutValidation("Last-Event-ID", resume);
            using var passed = await guest.SendAsync(asked, Cancel);
            var seen = agent.Requests.Last(static request => request.Call == "GET /api/events");
            Assert.Equal(after, QueryHelpers.ParseQuery(seen.Query)["after"]);
            Assert.DoesNotContain("Last-Event-ID", seen.Headers.Keys);
            Assert.Equal("5", seen.Headers[Core.Protocol.Access.CallerHeaders.HistoryAfter]);
        }

        foreach (var path in new[] { "runs", "runs/r", "runs/r/events", "runs/r/output", "process/p/logs", "process/p/stream" })
        {
            // Which runs began since, the Agent knows: it is told where this person's history begins.
            using var asked = new HttpRequestMessage(HttpMethod.Get, $"/sandboxes/box/api/{path}") { Headers = { { "Ide-History-After", "1" } } };
            using var passed = await guest.SendAsync(asked, Cancel);
            var seen = agent.Requests.Last(request => request.Call == $"GET /api/{path}");
            Assert.Equal("5", seen.Headers[Core.Protocol.Access.CallerHeaders.HistoryAfter]);
        }

        using var owner = App.Program();
        using var all = await owner.GetAsync("/sandboxes/box/api/runs", Cancel);
        Assert.DoesNotContain(Core.Protocol.Access.CallerHeaders.HistoryAfter, agent.Requests.Last().Headers.Keys);
    }

    [Fact]
    public async Task Who_joined_without_the_past_is_not_shown_runs_by_an_agent_of_the_contract_before_that()
    {
        var agent = await App.AddSandboxAsync("box");
        agent.ContractVersion = 1;
        agent.Journal.Append(new Core.Protocol.Journal.AgentStarted { JournalId = "journal-1" });
        using var guest = await App.GuestAsync("Ann", "editor", "box", historyFrom: "join");
        using var early = await App.GuestAsync("Bob", "viewer", "box");

        foreach (var path in new[] { "runs", "runs/r", "runs/r/events", "runs/r/output", "process/p/logs", "process/p/stream" })
        {
            var (status, problem) = await SendAsync(HttpMethod.Get, $"/sandboxes/box/api/{path}", null, guest);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "SANDBOX_UNAVAILABLE"), (status, (string?)problem["code"]));
            Assert.Contains("stop it and start it again", (string?)problem["detail"], StringComparison.Ordinal);
            Assert.DoesNotContain(agent.Requests, request => request.Call == $"GET /api/{path}");
        }

        // All that has no past, and everybody who came for all of it, goes on as before the update.
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Post, "/sandboxes/box/api/read", new { path = "a" }, guest)).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/sandboxes/box/api/runs", null, early)).Status);
    }

    [Fact]
    public async Task A_sandbox_whose_time_has_come_is_destroyed_with_its_members_and_invitations()
    {
        var made = await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id = "brief", destroyAfter = "1s" });
        Assert.NotNull(made.Body["destroyAt"]);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/sandboxes", new { id = "lasting", destroyAfter = "1d" })).Status);
        using var guest = await App.GuestAsync("Ann", "editor", "lasting");

        await Eventually.TrueAsync(
            async () => (await SendAsync(HttpMethod.Get, "/api/sandboxes/brief")).Status == HttpStatusCode.NotFound, "it was destroyed");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/sandboxes/lasting", null, guest)).Status);
    }

    [Fact]
    public async Task An_invitation_names_a_person_runs_out_and_brings_the_same_person_back_on_another_device()
    {
        await App.AddSandboxAsync("box");
        Assert.Equal("VALIDATION_FAILED", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes/box/invitations", new { name = "Owner" })).Body["code"]);
        Assert.Equal("VALIDATION_FAILED", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes/box/invitations", new { name = "a\u202eb" })).Body["code"]);
        Assert.Equal("VALIDATION_FAILED", (string?)(await SendAsync(HttpMethod.Post, "/api/sandboxes/box/invitations", new { name = "Ann", role = "owner" })).Body["code"]);
        using var first = await App.GuestAsync("Ann", "viewer", "box");
        using var second = await App.GuestAsync("Ann", "editor", "box");

        var box = await SendAsync(HttpMethod.Get, "/api/sandboxes/box");
        Assert.Equal("Ann", (string)box.Body["members"]!.AsArray().Single()!["name"]!);
        Assert.Equal("editor", (string?)(await SendAsync(HttpMethod.Get, "/api/sandboxes/box", null, first)).Body["role"]);

        var brief = await SendAsync(HttpMethod.Post, "/api/sandboxes/box/invitations", new { name = "Bob", expiresIn = 1 });
        await Eventually.TrueAsync(() => DateTimeOffset.UtcNow > DateTimeOffset.Parse((string)brief.Body["expiresAt"]!, null), "it ran out");
        using var late = App.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await late.PostAsync(new Uri((string)brief.Body["link"]!).AbsolutePath, null, Cancel)).StatusCode);
    }
}
