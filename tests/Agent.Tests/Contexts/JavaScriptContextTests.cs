using Agent.Tests.Hosting;

namespace Agent.Tests.Contexts;

/// <summary>JavaScript and TypeScript contexts through the Agent's API, on the real Node.</summary>
public sealed class JavaScriptContextTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Fact]
    public async Task Bindings_stay_and_can_be_declared_again_and_values_are_results()
    {
        var context = await _code.CreateAsync(new { language = "node" });
        var events = await _code.RunAsync("const rows = [{ a: 1 }, { a: 2 }];\nconsole.log('out'); await new Promise(done => setTimeout(done, 100)); console.error('err');\nrows", context);
        Assert.Equal(["stdout", "stderr", "result", "execution_complete"], events.Select(static each => (string?)each["type"]));
        Assert.Equal("""[{"a":1},{"a":2}]""", events[2]["json"]!.ToJsonString());
        Assert.Equal("[[1],[2]]", events[2]["data"]!["rows"]!.ToJsonString());
        Assert.Equal("2", await _code.TextAsync("const rows = 1; let n = await Promise.resolve(rows + 1); n", context));
    }

    [Fact]
    public async Task Prints_and_displays_keep_their_order()
    {
        var context = await _code.CreateAsync(new { language = "js" });
        var events = await _code.RunAsync("for (let i = 0; i < 20; i++) { console.log(i); display.html(`<b>${i}`); } undefined", context);
        Assert.Equal(
            Enumerable.Repeat((string[])["stdout", "result"], 20).SelectMany(static each => each).Append("execution_complete"),
            events.Select(static each => (string?)each["type"]));
    }

    [Fact]
    public async Task TypeScript_runs_and_tells_errors_in_its_own_lines()
    {
        var context = await _code.CreateAsync(new { language = "typescript" });
        Assert.Equal("3", await _code.TextAsync("enum Colour { Red = 1, Green }\nconst x: number = Colour.Red + Colour.Green\nx", context));
        var error = CodeClient.Only(await _code.RunAsync("interface A {\n  x: number\n}\nthrow new TypeError('here')", context), "error");
        Assert.Equal(("TypeError", "here", 4), ((string?)error["ename"], (string?)error["evalue"], (int?)error["lineNumber"]));
    }

    [Theory]
    [InlineData("console.log('begun'); while (true) {}")]
    [InlineData("console.log('begun'); await 0; while (true) { try { while (true) {} } finally { continue } }")]
    [InlineData("while (true) console.log('x'.repeat(100))")]
    [InlineData("console.log('begun'); await new Promise(() => {})")]
    [InlineData("console.log('begun'); require('child_process').execSync('sleep 60')")]
    public async Task An_interrupt_ends_whatever_runs_and_keeps_the_variables(string code)
    {
        var context = await _code.CreateAsync(new { language = "javascript" });
        await _code.RunAsync("const kept = 'kept'", context);
        var (_, events) = await _code.BeginAsync(code, context);
        await _code.PostAsync($"/api/contexts/{context}/interrupt", new { });
        CodeClient.Only(await events, "error");
        Assert.DoesNotContain(await events, static each => (string?)each["type"] == "stderr");
        Assert.True((bool?)CodeClient.Only(await events, "execution_complete")["cancelled"]);
        Assert.Equal("'kept'", await _code.TextAsync("kept", context));
    }

    [Theory]
    [InlineData("Array.prototype.map = null")]
    [InlineData("Array.prototype[Symbol.iterator] = null")]
    [InlineData("JSON.stringify = null")]
    public async Task A_cell_that_takes_away_what_the_driver_needs_ends_its_context_with_the_reason(string code)
    {
        var context = await _code.CreateAsync(new { language = "javascript" });
        var events = await _code.RunAsync($"{code}; throw new Error('the driver tells of it')", context, new { timeoutMs = 10_000 });
        var error = events.Last(static each => (string?)each["type"] == "error");
        Assert.Equal("CONTEXT_TERMINATED", (string?)error["ename"]);
        Assert.Contains("tampered with: TypeError", (string?)error["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_and_an_exit_end_as_in_every_language()
    {
        var context = await _code.CreateAsync(new { language = "js" });
        var events = await _code.RunAsync("while (true) {}", context, new { timeoutMs = 200 });
        Assert.Equal("TimeoutError", (string?)CodeClient.Only(events, "error")["ename"]);
        var error = CodeClient.Only(await _code.RunAsync("process.exit(4)", context), "error");
        Assert.Equal("CONTEXT_TERMINATED", (string?)error["ename"]);
        Assert.Contains("exit code 4", (string?)error["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_completion_and_variables_work_as_in_every_language()
    {
        var context = await _code.CreateAsync(new { language = "js" });
        var (_, events) = await _code.BeginAsync("console.log('begun'); const name = prompt('name?'); name", context);
        await CodeClient.UntilAsync(async () => (bool?)(await _code.PostAsync($"/api/contexts/{context}/input", new { value = "Ada" }))["success"] == true);
        Assert.Equal("'Ada'", (string?)CodeClient.Only(await events, "result")["text"]);
        var completion = await _code.PostAsync($"/api/contexts/{context}/complete", new { code = "name.toUpp", cursorPos = 10 });
        Assert.Contains("toUpperCase", completion["matches"]!.AsArray().Select(static match => (string?)match));
        var listed = await _code.GetAsync($"/api/contexts/{context}/variables");
        Assert.Contains(listed["variables"]!.AsArray(), static each => (string?)each!["name"] == "name");
    }
}
