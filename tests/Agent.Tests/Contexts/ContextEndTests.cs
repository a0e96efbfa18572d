using System.Text.Json.Nodes;
using Agent.Tests.Hosting;

namespace Agent.Tests.Contexts;

/// <summary>How runs and contexts end other than by themselves.</summary>
public sealed class ContextEndTests(AgentApp app) : IClassFixture<AgentApp>
{
    private readonly CodeClient _code = new(app);

    [Theory]
    [InlineData("import time\nprint('begun')\ntime.sleep(60)")]
    [InlineData("print('begun')\nwhile True: print('x' * 100)")]
    [InlineData("import numpy as np\na = np.ones((200, 200))\nprint('begun')\nwhile True: a = np.sin(a) + a.dot(a) * 1e-9")]
    [InlineData("import time\nprint('begun')\nwhile True:\n    try: time.sleep(0.01)\n    except: pass")]
    public async Task An_interrupt_ends_whatever_runs_and_keeps_the_variables(string code)
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("kept = 'kept'", context);
        var (_, events) = await _code.BeginAsync(code, context);
        var answer = await _code.PostAsync($"/api/contexts/{context}/interrupt", new { });
        Assert.True((bool?)answer["success"]);
        var error = CodeClient.Only(await events, "error");
        Assert.Equal("KeyboardInterrupt", (string?)error["ename"]);
        Assert.DoesNotContain("ide_kernel", error["traceback"]!.ToJsonString(), StringComparison.Ordinal);
        var complete = CodeClient.Only(await events, "execution_complete");
        Assert.Equal((true, "cancelled_by "), ((bool?)complete["cancelled"], ((string?)complete["reason"])?[..13]));
        Assert.Equal("'kept'", await _code.TextAsync("kept", context));
    }

    [Fact]
    public async Task A_timeout_is_an_error_of_the_run_and_keeps_the_variables()
    {
        var context = await _code.CreateAsync(new { timeoutMs = 2_000 });
        var events = await _code.RunAsync("import time\nkept = 1\ntime.sleep(600)", context);
        Assert.Equal("TimeoutError", (string?)CodeClient.Only(events, "error")["ename"]);
        var complete = CodeClient.Only(events, "execution_complete");
        Assert.Equal((false, true, "EXECUTION_TIMEOUT"), ((bool?)complete["success"], (bool?)complete["timedOut"], (string?)complete["code"]));
        Assert.Equal("1", (string?)(await _code.ResultAsync("kept", context, new { timeoutMs = 0 }))["text"]);
    }

    [Fact]
    public async Task Cancelling_a_run_interrupts_it_and_one_that_waits_never_starts()
    {
        var context = await _code.CreateAsync();
        var (first, running) = await _code.BeginAsync("import time\nprint('begun')\ntime.sleep(60)", context);
        var waiting = _code.ExecuteAsync(CodeClient.Body("ran = True", context, new { runId = "waiting-run" }));
        await CodeClient.UntilAsync(async () => (string?)(await _code.GetAsync("/api/runs/waiting-run"))["run"]?["state"] == "queued");
        (await app.SendAsync(HttpMethod.Delete, "/api/runs/waiting-run")).EnsureSuccessStatusCode();
        (await app.SendAsync(HttpMethod.Delete, $"/api/runs/{first}")).EnsureSuccessStatusCode();
        Assert.True((bool?)CodeClient.Only(await running, "execution_complete")["cancelled"]);
        Assert.True((bool?)CodeClient.Only(await waiting, "execution_complete")["cancelled"]);
        Assert.Equal("False", await _code.TextAsync("'ran' in globals()", context));
    }

    [Fact]
    public async Task What_waits_behind_a_run_of_its_batch_that_fails_never_starts_and_other_runs_do()
    {
        var context = await _code.CreateAsync();
        var (_, failing) = await _code.BeginAsync(CodeClient.WaitFor("batch") + "1 / 0", context, new { batchId = "cells" });
        var behind = _code.RunAsync("ran = True", context, new { batchId = "cells" });
        var alone = _code.RunAsync("alone = True", context, new { batchId = "others" });
        await CodeClient.UntilAsync(async () => (int?)(await StateAsync(context))["queued"] == 2);
        _code.Open("batch");

        Assert.Equal("ZeroDivisionError", (string?)CodeClient.Only(await failing, "error")["ename"]);
        Assert.True((bool?)CodeClient.Only(await behind, "execution_complete")["cancelled"]);
        Assert.Null(CodeClient.Only(await alone, "execution_complete")["cancelled"]);
        Assert.True((bool?)CodeClient.Only(await _code.RunAsync("ran = True", context, new { batchId = "cells" }), "execution_complete")["cancelled"]);
        Assert.Equal("(False, True)", await _code.TextAsync("('ran' in globals(), 'alone' in globals())", context));
    }

    [Fact]
    public async Task A_batch_that_took_its_default_context_along_does_not_go_on_in_the_next_one()
    {
        CodeClient.Only(await _code.RunAsync("import os; os._exit(3)", more: new { batchId = "dying" }), "error");
        CodeClient.Only(await _code.RunAsync("1 / 0", more: new { batchId = "failing" }), "error");

        Assert.True((bool?)CodeClient.Only(await _code.RunAsync("ran = True", more: new { batchId = "dying" }), "execution_complete")["cancelled"]);
        Assert.Equal("False", await _code.TextAsync("'ran' in globals()"));
    }

    [Theory]
    [InlineData("import os; os._exit(3)", "exit code 3")]
    [InlineData("import os; os.kill(os.getpid(), 9)", "SIGKILL")]
    [InlineData("import ctypes; ctypes.string_at(0)", "SIGSEGV")]
    public async Task The_death_of_an_interpreter_ends_its_runs_with_the_reason(string code, string reason)
    {
        var context = await _code.CreateAsync();
        var gate = $"death-{reason.Replace(' ', '-')}";
        var (_, events) = await _code.BeginAsync(CodeClient.WaitFor(gate) + code, context);
        var behind = _code.RunAsync("'never'", context);
        await CodeClient.UntilAsync(async () => (int?)(await StateAsync(context))["queued"] == 1);
        _code.Open(gate);
        var error = CodeClient.Only(await events, "error");
        Assert.Equal("CONTEXT_TERMINATED", (string?)error["ename"]);
        Assert.Contains(reason, (string?)error["evalue"], StringComparison.Ordinal);
        Assert.Equal("CONTEXT_TERMINATED", (string?)CodeClient.Only(await behind, "error")["ename"]);
        var refused = await _code.PostAsync("/api/execute/code", new { code = "1", context_id = context });
        Assert.Equal("CONTEXT_TERMINATED", (string?)refused["code"]);
        Assert.Contains(reason, (string?)(await StateAsync(context))["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_run_in_a_default_context_that_died_gets_a_fresh_one()
    {
        await _code.RunAsync("gone = 1");
        Assert.Equal("CONTEXT_TERMINATED", (string?)CodeClient.Only(await _code.RunAsync("import os; os._exit(0)"), "error")["ename"]);
        Assert.Equal("False", await _code.TextAsync("'gone' in globals()"));
    }

    [Fact]
    public async Task A_context_that_dies_while_idle_says_so()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("import threading, os, time\nthreading.Thread(target=lambda: (time.sleep(0.2), os._exit(7))).start()", context);
        await CodeClient.UntilAsync(async () => (string?)(await StateAsync(context))["state"] == "dead");
        Assert.Contains("exit code 7", (string?)(await StateAsync(context))["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_gives_a_fresh_interpreter_under_the_same_id_even_while_one_runs()
    {
        var context = await _code.CreateAsync();
        await _code.RunAsync("gone = 1", context);
        var (_, events) = await _code.BeginAsync("import time\nprint('begun')\ntime.sleep(60)", context);
        Assert.True((bool?)(await _code.PostAsync($"/api/contexts/{context}/restart", new { }))["success"]);
        Assert.Contains("restarted by ann", (string?)CodeClient.Only(await events, "error")["evalue"], StringComparison.Ordinal);
        Assert.Equal("False", await _code.TextAsync("'gone' in globals()", context));
        await CodeClient.UntilAsync(async () => (string?)(await StateAsync(context))["state"] == "idle");
    }

    [Fact]
    public async Task Code_that_ignores_interrupts_in_one_long_call_loses_its_interpreter_and_is_told_so()
    {
        var context = await _code.CreateAsync();
        var (_, events) = await _code.BeginAsync(
            "print('begun')\nsum(range(10 ** 14))", context, new { timeoutMs = 2_000 });
        var error = CodeClient.Only(await events, "error");
        Assert.Equal("CONTEXT_TERMINATED", (string?)error["ename"]);
        Assert.Contains("did not react", (string?)error["evalue"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Memory_past_the_contexts_limit_is_an_error_and_not_the_end()
    {
        foreach (var round in (int[])[1, 2])
        {
            var context = await _code.CreateAsync(new { memoryMb = 500 });
            await _code.RunAsync("kept = 1", context);
            Assert.Equal("MemoryError", (string?)CodeClient.Only(await _code.RunAsync("x = bytearray(2_000_000_000)", context), "error")["ename"]);
            Assert.Equal($"{round}", await _code.TextAsync($"kept * {round}", context));
        }
    }

    [Fact]
    public async Task A_driver_that_is_tampered_with_is_ended_and_other_contexts_are_not()
    {
        var other = await _code.CreateAsync();
        foreach (var bytes in (string[])["b'\\xff\\xff\\xff\\xff'", "b'\\x02\\0\\0\\0[]'", "b'\\x02\\0\\0\\0{x'", "b'\\x03\\0\\0\\0{\\xff}'", "b'\\x02\\0\\0\\0{}'"])
        {
            var context = await _code.CreateAsync();

            // One of the pipes tells of signals, and 2 is SIGINT's number there.
            var events = await _code.RunAsync(
                $"import os, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nfor fd in range(3, 64):\n    try: os.write(fd, {bytes})\n    except OSError: pass\nimport time; time.sleep(30)", context);
            var error = CodeClient.Only(events, "error");
            Assert.Equal("CONTEXT_TERMINATED", (string?)error["ename"]);
            Assert.Contains("tampered", (string?)error["evalue"], StringComparison.Ordinal);
        }

        Assert.Equal("1", await _code.TextAsync("1", other));
    }

    [Fact]
    public async Task The_last_fifty_that_died_say_so_and_older_ones_are_forgotten_with_all_that_they_held()
    {
        var first = await DieAsync();
        for (var i = 0; i < 55; i++)
        {
            await DieAsync();
        }

        var descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (var i = 0; i < 20; i++)
        {
            await DieAsync();
        }

        var contexts = (await _code.GetAsync("/api/contexts"))["contexts"]!.AsArray();
        Assert.InRange(contexts.Count(static each => (string?)each!["state"] == "dead"), 40, 51);
        Assert.DoesNotContain(contexts, each => (string?)each!["id"] == first);
        await CodeClient.UntilAsync(() => Task.FromResult(Directory.GetFileSystemEntries("/proc/self/fd").Length <= descriptors + 20));

        async Task<string> DieAsync()
        {
            var context = await _code.CreateAsync();
            await _code.RunAsync("import os; os._exit(0)", context);
            return context;
        }
    }

    [Theory]
    [InlineData("python")]
    [InlineData("javascript")]
    public async Task One_that_is_restarted_and_deleted_at_once_leaves_no_interpreter(string language)
    {
        var marker = $"marker{Guid.NewGuid():N}";
        for (var i = 0; i < 8; i++)
        {
            var context = await _code.CreateAsync(new { language, env_vars = new Dictionary<string, string> { ["MARKER"] = marker } });
            var restarting = _code.PostAsync($"/api/contexts/{context}/restart", new { });
            await Task.Delay(TimeSpan.FromMilliseconds(i * 10), TestContext.Current.CancellationToken);
            var deleting = _code.DeleteAsync(context);
            Assert.NotEqual("INTERNAL_ERROR", (string?)(await restarting)["code"]);
            await deleting;
        }

        await CodeClient.UntilAsync(async () => (string?)(await _code.PostAsync("/api/execute", new
        {
            command = $"grep -lsz '^MARKER={marker}$' /proc/[0-9]*/environ | wc -l",
            sessionId = "__DISABLE_SESSION__",
        }))["stdout"] == "0\n");
    }

    private async Task<JsonNode> StateAsync(string context) =>
        (await _code.GetAsync("/api/contexts"))["contexts"]!.AsArray().Single(each => (string?)each!["id"] == context)!;
}
