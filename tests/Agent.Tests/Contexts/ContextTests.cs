using System.Net;
using System.Text.Json.Nodes;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Contexts;

/// <summary>Contexts through the Agent's API, on the real Python.</summary>
public sealed class ContextTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    public async Task A_context_that_cannot_be_in_its_directory_is_refused_with_the_reason(string language)
    {
        await _code.TextAsync("1"); // from here on Python contexts are forked
        var refused = await app.PostAsync("/api/contexts", new { language, cwd = "/etc/passwd/x" });
        Assert.Equal("NOT_DIRECTORY", (string?)refused["code"]);
        Assert.DoesNotContain("Traceback", refused.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("2", await _code.TextAsync("1 + 1", await _code.CreateAsync()));
    }

    [Fact]
    public async Task A_run_streams_its_output_and_its_result_and_the_variables_stay()
    {
        var context = await _code.CreateAsync(new { language = "py" });
        var events = await _code.RunAsync("x = 41\nprint('hello')\nx + 1", context);
        Assert.Equal(["stdout", "result", "execution_complete"], events.Select(static each => (string?)each["type"]));
        Assert.Equal("hello\n", (string?)events[0]["text"]);
        Assert.Equal("42", (string?)events[1]["text"]);
        Assert.True((bool?)events[1]["isMainResult"]);
        Assert.Equal(1, (int?)events[2]["execution_count"]);
        Assert.True((double?)events[2]["duration"] > 0);
        Assert.Equal("41", await _code.TextAsync("x", context));
    }

    [Fact]
    public async Task Without_a_context_everybody_shares_the_languages_default_one()
    {
        await _code.RunAsync("shared = 'by ann'");
        var events = await _code.ExecuteAsync(CodeClient.Body("shared"), actor: "ben");
        Assert.Equal("'by ann'", (string?)CodeClient.Only(events, "result")["text"]);
    }

    [Fact]
    public async Task Prints_displays_and_errors_of_both_streams_keep_their_order()
    {
        var context = await _code.CreateAsync();
        var events = await _code.RunAsync(
            """
            import sys, os, subprocess
            for i in range(20):
                print('out', i)
                print('err', i, file=sys.stderr)
                display(i)
            os.write(1, b'raw\n')
            subprocess.run(['echo', 'child'])
            1/0
            """,
            context);
        var expected = Enumerable.Range(0, 20).SelectMany(static _ => (string[])["stdout", "stderr", "result"])
            .Concat(["stdout", "error", "execution_complete"]);
        // What the child writes may come in a piece of its own.
        var types = events.Select(static each => (string?)each["type"]).ToList();
        Assert.Equal(expected, types.Where((type, i) => i == 0 || type != "stdout" || types[i - 1] != "stdout"));
        Assert.EndsWith("raw\nchild\n", CodeClient.Text(events), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_has_its_name_its_message_its_trace_and_the_line_of_the_code()
    {
        var context = await _code.CreateAsync();
        var error = CodeClient.Only(await _code.RunAsync("a = 1\n\nraise ValueError('boom')", context), "error");
        Assert.Equal(("ValueError", "boom", 3), ((string?)error["ename"], (string?)error["evalue"], (int?)error["lineNumber"]));
        Assert.DoesNotContain('\e', string.Concat(error["traceback"]!.AsArray().Select(static line => (string?)line)));
        var syntax = CodeClient.Only(await _code.RunAsync("def f(:", context), "error");
        Assert.Equal("SyntaxError", (string?)syntax["ename"]);
    }

    [Fact]
    public async Task Runs_of_one_context_wait_for_each_other_and_contexts_run_side_by_side()
    {
        var (first, second) = (await _code.CreateAsync(), await _code.CreateAsync());
        var (_, held) = await _code.BeginAsync(CodeClient.WaitFor("side-by-side") + "log = ['first']", first);
        var waiting = _code.RunAsync("log.append('second')\nlog", first);
        var beside = await _code.TextAsync("'beside'", second);
        Assert.False(held.IsCompleted);
        Assert.Equal("'beside'", beside);
        _code.Open("side-by-side");
        await held;
        Assert.Equal("['first', 'second']", (string?)CodeClient.Only(await waiting, "result")["text"]);
    }

    [Fact]
    public async Task A_full_queue_is_refused_and_what_waits_goes_on()
    {
        var context = await _code.CreateAsync();
        var (_, first) = await _code.BeginAsync(CodeClient.WaitFor("full-queue"), context);
        var refusals = 0;
        var calls = Enumerable.Range(0, 130).Select(async number =>
        {
            using var content = new StringContent(CodeClient.Body($"{number}", context).ToJsonString());
            using var response = await app.SendAsync(HttpMethod.Post, "/api/execute/code", content);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref refusals);
            }

            return (int)response.StatusCode;
        }).ToList();

        // The queue holds 100, so thirty are refused at once; the others have their answers when the context is free.
        await CodeClient.UntilAsync(() => Task.FromResult(Volatile.Read(ref refusals) == 30));
        _code.Open("full-queue");
        var answers = await Task.WhenAll(calls);
        await first;
        Assert.Equal(100, answers.Count(static status => status == 200));
    }

    [Fact]
    public async Task Working_directory_and_variables_of_context_and_run_are_honoured()
    {
        var context = await _code.CreateAsync(new { cwd = "made/deep", env_vars = new JsonObject { ["OWN"] = "context", ["ONCE"] = null } });
        const string code = "import os\n(os.getcwd(), os.environ.get('OWN'), os.environ.get('ONCE'))";
        Assert.Equal("('/workspace/made/deep', 'context', None)", await _code.TextAsync(code, context));
        var once = await _code.ResultAsync(code, context, new { env_vars = new JsonObject { ["ONCE"] = "run", ["OWN"] = null } });
        Assert.Equal("('/workspace/made/deep', None, 'run')", (string?)once["text"]);
        Assert.Equal("('/workspace/made/deep', 'context', None)", await _code.TextAsync(code, context));
    }

    [Fact]
    public async Task A_variable_that_the_interpreter_reads_at_its_start_takes_effect()
    {
        var context = await _code.CreateAsync(new { env_vars = new JsonObject { ["PYTHONHASHSEED"] = "0", ["PYTHONPATH"] = "/workspace/lib" } });
        Assert.Equal("(0, True)", await _code.TextAsync("import sys\n(sys.flags.hash_randomization, '/workspace/lib' in sys.path)", context));
    }

    [Fact]
    public async Task Variables_of_the_sandbox_reach_the_contexts_that_start_afterwards()
    {
        await _code.PostAsync("/api/env", new { env = new JsonObject { ["SANDBOX_WIDE"] = "yes" } });
        Assert.Equal("'yes'", await _code.TextAsync("import os\nos.environ.get('SANDBOX_WIDE')", await _code.CreateAsync()));
    }

    [Fact]
    public async Task Input_is_asked_for_and_given_by_anybody_and_a_password_is_not_shown()
    {
        var context = await _code.CreateAsync();
        var (runId, events) = await _code.BeginAsync("import getpass\nprint('begun')\nname = input('name? ')\nsecret = getpass.getpass()\n(name, secret)", context);
        await AnswerAsync(context, "Ada");
        await AnswerAsync(context, "hush");
        var seen = await events;
        Assert.Equal("('Ada', 'hush')", (string?)CodeClient.Only(seen, "result")["text"]);
        var asked = seen.Where(static each => (string?)each["type"] == "input_request").Select(static each => ((string?)each["prompt"], (bool?)each["password"]));
        Assert.Equal([("name? ", false), ("Password: ", true)], asked);
        Assert.Equal(["Ada", null], seen.Where(static each => (string?)each["type"] == "input_given").Select(static each => (string?)each["value"]));
        Assert.Equal(seen.Count, (await _code.FollowAsync(runId)).Count);
        var refused = await _code.PostAsync($"/api/contexts/{context}/input", new { value = "late" });
        Assert.Equal("RESOURCE_BUSY", (string?)refused["code"]);
    }

    [Fact]
    public async Task The_same_run_id_joins_and_another_request_under_it_is_refused()
    {
        var context = await _code.CreateAsync();
        var body = CodeClient.Body("import time\nprint('once')\ntime.sleep(0.3)\n7", context, new { runId = "joined-run" });
        var both = await Task.WhenAll(_code.ExecuteAsync(body.DeepClone().AsObject()), _code.ExecuteAsync(body.DeepClone().AsObject(), actor: "ben"));
        Assert.Equal(CodeClient.Describe(both[0]), CodeClient.Describe(both[1]));
        Assert.Equal("once\n", CodeClient.Text(both[0]));
        Assert.Equal(CodeClient.Describe(both[0]), CodeClient.Describe(await _code.ExecuteAsync(body.DeepClone().AsObject())));
        var refused = await _code.PostAsync("/api/execute/code", new { code = "other", context_id = context, runId = "joined-run" });
        Assert.Equal("RUN_CONFLICT", (string?)refused["code"]);
        foreach (var (field, value) in new (string, JsonNode)[] { ("timeoutMs", 5_000), ("env_vars", new JsonObject { ["A"] = "1" }), ("path", "/workspace/a.py") })
        {
            var other = body.DeepClone().AsObject();
            other[field] = value;
            Assert.Equal("RUN_CONFLICT", (string?)(await _code.PostAsync("/api/execute/code", other))["code"]);
        }
    }

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    public async Task A_run_is_joined_also_when_its_context_is_gone(string language)
    {
        var context = await _code.CreateAsync(new { language });
        var body = CodeClient.Body("40 + 2", context, new { runId = $"of-the-past-{language}" });
        var events = await _code.ExecuteAsync(body.DeepClone().AsObject());
        await _code.DeleteAsync(context);
        Assert.Equal(CodeClient.Describe(events), CodeClient.Describe(await _code.ExecuteAsync(body.DeepClone().AsObject())));
    }

    [Fact]
    public async Task Completion_inspection_and_variables_know_the_living_context()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("import numpy as np\nmatrix = np.zeros((3, 4))\ndef area(r):\n    'Of a circle.'\n    return r", context);
        var completion = await _code.PostAsync($"/api/contexts/{context}/complete", new { code = "matrix.sha", cursorPos = 10 });
        Assert.Contains(completion["matches"]!.AsArray(), static match => ((string)match!).EndsWith("shape", StringComparison.Ordinal));
        var description = await _code.PostAsync($"/api/contexts/{context}/inspect", new { code = "area", cursorPos = 2 });
        Assert.Contains("Of a circle.", (string?)description["text"], StringComparison.Ordinal);
        var listed = await _code.GetAsync($"/api/contexts/{context}/variables");
        var matrix = listed["variables"]!.AsArray().Single(static each => (string?)each!["name"] == "matrix")!;
        Assert.Equal(("ndarray", "[3,4]", 96), ((string?)matrix["type"], matrix["shape"]!.ToJsonString(), (long?)matrix["size"]));
        var wrong = await _code.PostAsync($"/api/contexts/{context}/complete", new { code = "x", cursorPos = 9 });
        Assert.Equal("VALIDATION_FAILED", (string?)wrong["code"]);
    }

    [Fact]
    public async Task Contexts_are_listed_with_their_state_and_deleted_with_what_they_run()
    {
        var context = await _code.CreateAsync();
        var (_, events) = await _code.BeginAsync("import time\nprint('begun')\ntime.sleep(60)", context);
        Assert.Equal("busy", (string?)(await FindAsync(context))!["state"]);
        await _code.DeleteAsync(context);
        Assert.Contains("deleted by ann", (string?)CodeClient.Only(await events, "error")["evalue"], StringComparison.Ordinal);
        Assert.Null(await FindAsync(context));
        Assert.Equal("CONTEXT_NOT_FOUND", (string?)(await _code.PostAsync("/api/execute/code", new { code = "1", context_id = context }))["code"]);
    }

    [Fact]
    public async Task A_bad_request_is_refused_with_the_field()
    {
        foreach (var (body, field) in new (object, string)[]
        {
            (new { language = "cobol" }, "language"), (new { timeoutMs = 0 }, "timeoutMs"), (new { env_vars = new Dictionary<string, string> { ["A=B"] = "" } }, "env_vars"),
        })
        {
            var answer = await _code.PostAsync("/api/contexts", body);
            Assert.Equal("VALIDATION_FAILED", (string?)answer["code"]);
            Assert.Contains(field, answer.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Equal("VALIDATION_FAILED", (string?)(await _code.PostAsync("/api/execute/code", new { }))["code"]);
        Assert.Equal("VALIDATION_FAILED", (string?)(await _code.PostAsync("/api/execute/code", new { code = "1", path = new string('x', 300_000) }))["code"]);
        Assert.Equal("VALIDATION_FAILED", (string?)(await _code.PostAsync("/api/execute/code", new { code = new string('x', (1 << 20) + 1) }))["code"]);
        Assert.Equal("FORBIDDEN", (string?)(await _code.PostAsync("/api/execute/code", new { code = "1" }, Role.Viewer))["code"]);
    }

    [Fact]
    public async Task What_a_thread_prints_after_its_run_is_told_as_the_contexts_own()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.3), print('from the thread'))).start()", context);
        await CodeClient.UntilAsync(async () =>
        {
            using var response = await app.SendAsync(HttpMethod.Get, "/api/events?after=0&types=context_output", headers: ("Accept", "application/x-ndjson"));
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return text.Contains("from the thread", StringComparison.Ordinal);
        });
    }

    private async Task AnswerAsync(string context, string value) => await CodeClient.UntilAsync(async () =>
        (bool?)(await _code.PostAsync($"/api/contexts/{context}/input", new { value }))["success"] == true);

    private async Task<JsonNode?> FindAsync(string context) =>
        (await _code.GetAsync("/api/contexts"))["contexts"]!.AsArray().SingleOrDefault(each => (string?)each!["id"] == context);
}
