using System.Text.Json.Nodes;

namespace Agent.Tests.Sessions;

public sealed class SessionTests(AgentFixture agent) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task Directory_variables_functions_and_options_stay_for_the_next_command()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("mkdir -p sub && cd sub; export A='1 2'; b=3; f() { echo \"f:$1\"; }; shopt -s extglob", session);
        var answer = await agent.ExecuteAsync("pwd; echo \"$A$b\"; f x; shopt -q extglob && echo on", session);
        Assert.Equal($"{agent.Workspace}/sub\n1 23\nf:x\non\n", (string)answer["stdout"]!);
    }

    [Fact]
    public async Task Variables_and_directory_of_one_command_do_not_stay()
    {
        var session = await agent.SessionAsync();
        var own = await agent.ExecuteAsync("echo \"$X\"; printenv X; pwd; cd /usr", session, new { env = new { X = "a 'b' $c\n" }, cwd = "/tmp" });
        Assert.Equal("a 'b' $c\n\na 'b' $c\n\n/tmp\n", (string)own["stdout"]!);
        var next = await agent.ExecuteAsync("echo \"[$X]\"; pwd; cd - >/dev/null 2>&1; pwd", session);
        Assert.Equal($"[]\n{agent.Workspace}\n{agent.Workspace}\n", (string)next["stdout"]!);
    }

    [Theory]
    [InlineData("echo 'open", 2)]
    [InlineData("cat <<X\nabc", 0)]
    [InlineData("cat; read x; wc -c", 0)]
    [InlineData("for", 2)]
    [InlineData("return 5", 5)]
    [InlineData("(exit 3)", 3)]
    [InlineData("nosuchprogram", 127)]
    [InlineData("kill -TERM $$", 0)]
    [InlineData("kill -INT $$; echo reached", 130)]
    [InlineData("sh -c 'kill -9 $$'", 137)]
    [InlineData("trap 'echo trapped' INT TERM EXIT", 0)]
    [InlineData("exec >/dev/null 2>&1 </dev/null; echo gone", 0)]
    [InlineData("exec 3>&- 5<&- 9>&- 61>&- 62>&-", 0)]
    [InlineData("set -u; echo $nope", 1)]
    [InlineData("echo $((1/0))", 1)]
    [InlineData("${x?boom}", 127)]
    [InlineData("PS1='$(exit 3)' PROMPT_COMMAND='false'", 0)]
    [InlineData("echo() { return 1; }; printf() { return 1; }; alias printf=false", 0)]
    [InlineData("set -o posix; set -x; set -v", 0)]
    [InlineData("unset PATH PWD OLDPWD HOME", 0)]
    [InlineData("umask 077; ulimit -c 0", 0)]
    [InlineData("set -T -E; trap 'true' DEBUG ERR RETURN", 0)]
    [InlineData("set --; shift; IFS=; set -f", 0)]
    [InlineData("ulimit -n 63", 0)]
    [InlineData("suspend", 127)]
    [InlineData("builtin() { builtin_() { :; }; echo mine; }; false", 1)]
    [InlineData("eval() { echo ev; }; .() { return 1; }; builtin() { return 1; }; trap 'true' ERR; trap 'true' DEBUG", 0)]
    public async Task Nothing_that_a_command_does_harms_its_session(string command, int exitCode)
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1", session);
        var answer = await agent.ExecuteAsync(command, session);
        if (command != "${x?boom}")
        {
            Assert.Equal(exitCode, (int)answer["exitCode"]!);
        }

        var next = await agent.ExecuteAsync("command echo \"still here $kept\"; command echo err >&2", session);
        Assert.Equal("still here 1\n", ((string)next["stdout"]!).Replace("trapped\n", "", StringComparison.Ordinal));
        Assert.Contains("err\n", (string)next["stderr"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("echo last; exit", 0)]
    [InlineData("exec true", 0)]
    [InlineData("set -e; trap 'true' ERR; (exit 6); echo no", 6)]
    [InlineData("kill -9 $$", 137)]
    [InlineData("ulimit -n 10", 0)]
    [InlineData("ulimit -n 62", 0)]
    [InlineData("enable -n printf; (exit 3)", 3)]
    public async Task A_shell_that_ends_takes_its_session_with_it_and_the_next_command_gets_a_fresh_one(string command, int exitCode)
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1; cd /", session);
        var (status, problem) = await agent.PostAsync("/api/execute", new { command, sessionId = session });
        Assert.Equal((410, "SESSION_TERMINATED"), (status, (string)problem["code"]!));
        Assert.Equal(exitCode, (int)problem["context"]!["exitCode"]!);

        var next = await agent.ExecuteAsync("echo \"fresh [$kept] $PWD\"", session);
        Assert.Equal($"fresh [] {agent.Workspace}\n", (string)next["stdout"]!);
    }

    [Theory]
    [InlineData("echo a; (exit 7); echo no", "a\n", 7)]
    [InlineData("f() { echo in; false; echo no; }; g() { f; echo no; }; g; echo no", "in\n", 1)]
    [InlineData("x=$(exit 3); echo no", "", 3)]
    [InlineData("set -o pipefail; false | cat; echo no", "", 1)]
    [InlineData("(echo a; false; echo b) | cat; echo end", "a\nend\n", 0)]
    [InlineData("false || echo handled; if false; then :; fi; ! true; echo end", "handled\nend\n", 0)]
    [InlineData("eval 'false; echo no'; echo no", "", 1)]
    public async Task A_failure_under_set_e_ends_its_command_and_not_the_shell(string command, string output, int exitCode)
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1; cd /; set -e", session);

        var answer = await agent.ExecuteAsync(command, session);
        Assert.Equal((output, exitCode), ((string)answer["stdout"]!, (int)answer["exitCode"]!));

        var next = await agent.ExecuteAsync("[[ $- == *e* ]] && echo \"$kept $PWD\"", session);
        Assert.Equal("1 /\n", (string)next["stdout"]!);
    }

    [Fact]
    public async Task A_trap_on_ERR_runs_once_for_each_failure()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("log() { echo \"$1\" >>err.log; }; trap 'log E' ERR", session);
        foreach (var command in (string[])["echo a; false", "(exit 3)", "true", "false || true", "return 4"])
        {
            await agent.ExecuteAsync(command, session);
        }

        Assert.Equal("E\nE\n", (string)(await agent.ExecuteAsync("cat err.log; rm err.log", session))["stdout"]!);
    }

    [Theory]
    [InlineData("set -x", "+++ echo b\n+++ false\n", null)]
    [InlineData("set -x", "+++ echo b\n+++ false\n", "/tmp")]
    [InlineData("set -v", "echo b; false\n", null)]
    public async Task What_is_traced_is_the_commands_own(string option, string traced, string? cwd)
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync(option + "; false", session);
        var answer = await agent.ExecuteAsync("echo b; false", session, new { cwd });
        Assert.Equal(("b\n", 1), ((string)answer["stdout"]!, (int)answer["exitCode"]!));
        Assert.StartsWith(traced, (string)answer["stderr"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_ends_between_two_commands_is_not_told_in_the_second_ones_output()
    {
        var session = await agent.SessionAsync();
        var pid = ((string)(await agent.ExecuteAsync("sleep 0.2 >/dev/null 2>&1 & echo $!", session))["stdout"]!).Trim();
        await agent.ExecuteAsync($"while kill -0 {pid} 2>/dev/null; do sleep 0.05; done", await agent.SessionAsync());
        var answer = await agent.ExecuteAsync($"ls -d .; wait {pid}", session);
        Assert.Equal((".\n", "", 0), ((string)answer["stdout"]!, (string)answer["stderr"]!, (int)answer["exitCode"]!));
    }

    [Fact]
    public async Task A_shell_that_has_stopped_itself_is_back_after_the_timeout()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1", session);
        var answer = await agent.ExecuteAsync("kill -STOP $$; echo no", session, new { timeoutMs = 300 });
        Assert.Equal((124, ""), ((int)answer["exitCode"]!, (string)answer["stdout"]!));
        Assert.Equal("1\n", (string)(await agent.ExecuteAsync("echo $kept", session))["stdout"]!);
    }

    [Theory]
    [InlineData("/proc/no", "FILE_NOT_FOUND")]
    [InlineData("/etc/passwd/x", "NOT_DIRECTORY")]
    public async Task A_session_whose_directory_cannot_be_made_is_refused(string cwd, string code)
    {
        var (_, problem) = await agent.PostAsync("/api/session/create", new { id = "nowhere", cwd });
        Assert.Equal(code, (string)problem["code"]!);
        Assert.Equal(404, (await agent.PostAsync("/api/session/delete", new { sessionId = "nowhere" })).Status);
    }

    [Fact]
    public async Task Output_is_exact()
    {
        var session = await agent.SessionAsync();
        var answer = await agent.ExecuteAsync("printf '\\n a\\0b\\t\\r\\n\\n'; printf 'e\\n\\n' >&2", session);
        Assert.Equal("\n a\0b\t\r\n\n", (string)answer["stdout"]!);
        Assert.Equal("e\n\n", (string)answer["stderr"]!);
        var bytes = await agent.ExecuteAsync("printf '\\377\\000x'", session);
        Assert.Equal("base64", (string)bytes["stdoutEncoding"]!);
        Assert.Equal([0xFF, 0, (byte)'x'], Convert.FromBase64String((string)bytes["stdout"]!));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"env":null}""")]
    [InlineData("""{"env":{"A B":"x"}}""")]
    public async Task Variables_that_make_no_sense_are_refused_by_name(string body)
    {
        var (status, answer) = await agent.PostAsync("/api/env", JsonNode.Parse(body)!);
        Assert.Equal((400, "VALIDATION_FAILED"), (status, (string)answer["code"]!));
        Assert.StartsWith("env", (string)answer["context"]!["validationErrors"]![0]!["field"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_what_was_given_and_nothing_otherwise()
    {
        var session = await agent.SessionAsync();
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n"));
        var answer = await agent.ExecuteAsync("cat", session, new { stdin = text });
        Assert.Equal(text, (string)answer["stdout"]!);
        Assert.Equal("0\n", (string)(await agent.ExecuteAsync("wc -c", session))["stdout"]!);
        Assert.Equal("0\n", (string)(await agent.ExecuteAsync("head -n 1", session, new { stdin = text }))["stdout"]!);
        foreach (var little in (string[])["", "x", "two\nlines\n"])
        {
            Assert.Equal(little, (string)(await agent.ExecuteAsync("cat", session, new { stdin = little }))["stdout"]!);
            Assert.Equal("", (string)(await agent.ExecuteAsync("true", session, new { stdin = little }))["stdout"]!);
        }
    }

    [Fact]
    public async Task A_timeout_ends_the_whole_tree_and_keeps_the_session_and_the_output_so_far()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1", session);
        var marker = $"7{Random.Shared.Next(100_000, 999_999)}";
        var answer = await agent.ExecuteAsync(
            $"echo before; (sleep {marker} & setsid sleep {marker} & sleep {marker} | cat); touch reached", session, new { timeoutMs = 2_000 });
        Assert.Equal("before\n", (string)answer["stdout"]!);
        Assert.False((bool)answer["success"]!);
        Assert.Equal((124, true, "EXECUTION_TIMEOUT"), ((int)answer["exitCode"]!, (bool)answer["timedOut"]!, (string)answer["code"]!));

        var next = await agent.ExecuteAsync($"echo $kept; pgrep -fx 'sleep {marker}'; test -e reached && echo reached", session);
        Assert.Equal("1\n", (string)next["stdout"]!);
    }

    [Theory]
    [InlineData("while :; do :; done")]
    [InlineData("while true; do sleep 0.01; done")]
    [InlineData("yes >/dev/null")]
    [InlineData("sleep 1000 & wait")]
    [InlineData("trap '' TERM; python3 -c 'import signal,time; signal.signal(2,lambda *a:None); signal.signal(15, lambda *a: exit(0)); time.sleep(1000)'; echo not; touch reached")]
    [InlineData("kill -STOP $BASHPID & sleep 1000")]
    [InlineData("bash -c 'trap \"\" INT; sleep 1000'; touch reached")]
    public async Task A_cancelled_run_leaves_a_living_session_at_once(string command)
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("kept=1", session);
        var runId = $"run-{Guid.NewGuid():N}";
        var running = agent.PostAsync("/api/execute", new { command, sessionId = session, runId, timeoutMs = 60_000 });
        await Eventually.TrueAsync(async () => (string?)(await agent.GetAsync($"/api/runs/{runId}")).Body["run"]?["state"] == "running");
        await agent.ExecuteAsync("sleep 0.1", await agent.SessionAsync());

        var began = DateTime.UtcNow;
        using (await agent.Client.DeleteAsync($"/api/runs/{runId}", TestContext.Current.CancellationToken))
        {
        }

        var (status, answer) = await running;
        Assert.Equal((200, true), (status, (bool)answer["cancelled"]!));
        Assert.InRange(DateTime.UtcNow - began, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        var next = await agent.ExecuteAsync("echo $kept; test -e reached && echo reached", session);
        Assert.Equal("1\n", (string)next["stdout"]!);
    }

    [Fact]
    public async Task A_program_that_ignores_TERM_is_killed_after_the_grace()
    {
        var session = await agent.SessionAsync();
        var began = DateTime.UtcNow;
        var answer = await agent.ExecuteAsync(
            "(trap '' INT TERM; exec sleep 1000)", session, new { timeoutMs = 1_000 });
        Assert.Equal(124, (int)answer["exitCode"]!);
        Assert.InRange(DateTime.UtcNow - began, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(45));
        Assert.Equal("ok\n", (string)(await agent.ExecuteAsync("echo ok", session))["stdout"]!);
    }

    [Fact]
    public async Task A_shell_that_does_not_come_back_is_ended_and_the_next_command_gets_a_fresh_one()
    {
        var session = await agent.SessionAsync();
        var (status, problem) = await agent.PostAsync(
            "/api/execute", new { command = "trap '' INT; while :; do :; done", sessionId = session, timeoutMs = 300 });
        Assert.Equal((410, 124), (status, (int)problem["context"]!["exitCode"]!));
        Assert.Equal("fresh\n", (string)(await agent.ExecuteAsync("echo fresh", session))["stdout"]!);
    }

    [Fact]
    public async Task Commands_of_one_session_wait_for_each_other_and_sessions_run_side_by_side()
    {
        var (one, other) = (await agent.SessionAsync(), await agent.SessionAsync());
        await agent.ExecuteAsync("mkfifo gate", one);
        var waiting = agent.ExecuteAsync("touch begun; read x <gate; echo \"first $x\" | tee -a order", one);
        await Eventually.TrueAsync(async () => (int)(await agent.ExecuteAsync("test -e begun", other))["exitCode"]! == 0);
        var second = agent.ExecuteAsync("echo second | tee -a order", one);
        Assert.Equal("side\n", (string)(await agent.ExecuteAsync("echo side", other))["stdout"]!);
        Assert.False(second.IsCompleted);
        await agent.ExecuteAsync("echo go >gate", other);
        await Task.WhenAll(waiting, second);
        Assert.Equal("first go\nsecond\n", (string)(await agent.ExecuteAsync("cat order; rm order gate begun", other))["stdout"]!);
    }

    [Fact]
    public async Task What_a_command_leaves_behind_lives_on_and_its_output_is_the_sessions()
    {
        var session = await agent.SessionAsync();
        await agent.ExecuteAsync("mkfifo late", session);
        var began = DateTime.UtcNow;
        var answer = await agent.ExecuteAsync("{ read x <late; echo \"later $x\"; } & echo now", session);
        Assert.Equal(("now\n", ""), ((string)answer["stdout"]!, (string)answer["stderr"]!));
        Assert.InRange(DateTime.UtcNow - began, TimeSpan.Zero, TimeSpan.FromSeconds(15));

        Assert.Equal("", (string)(await agent.ExecuteAsync("echo it >late", session))["stdout"]!);
        await Eventually.TrueAsync(async () => (await EventsAsync()).Any(happened =>
            (string)happened["type"]! == "session_output" && (string)happened["sessionId"]! == session && (string)happened["text"]! == "later it\n"));
    }

    [Fact]
    public async Task A_cancelled_command_spares_what_earlier_ones_left_behind()
    {
        var session = await agent.SessionAsync();
        var marker = $"6{Random.Shared.Next(100_000, 999_999)}";
        var first = await agent.ExecuteAsync("sleep 777 >/dev/null 2>&1 & echo $!", session);
        var pid = ((string)first["stdout"]!).Trim();
        await agent.ExecuteAsync($"sleep {marker} & sleep {marker}", session, new { timeoutMs = 200 });
        var answer = await agent.ExecuteAsync($"kill -0 {pid} && echo alive; pgrep -fx 'sleep {marker}'; kill {pid}", session);
        Assert.Equal("alive\n", (string)answer["stdout"]!);
    }

    [Fact]
    public async Task Too_many_programs_that_hold_their_output_are_refused_and_the_session_goes_on_afterwards()
    {
        var session = await agent.SessionAsync();
        var marker = $"5{Random.Shared.Next(100_000, 999_999)}";
        for (var i = 0; i < 7; i++)
        {
            await agent.ExecuteAsync($"sleep {marker} &", session);
        }

        var (status, problem) = await agent.PostAsync("/api/execute", new { command = "echo no", sessionId = session });
        Assert.Equal((409, "RESOURCE_BUSY"), (status, (string)problem["code"]!));
        var other = await agent.SessionAsync();
        await agent.ExecuteAsync($"pkill -xf 'sleep {marker}'", other);
        await Eventually.TrueAsync(async () =>
            (await agent.PostAsync("/api/execute", new { command = "echo yes", sessionId = session })).Status == 200);
    }

    [Fact]
    public async Task A_session_that_is_deleted_while_its_shell_starts_leaves_no_command_without_an_answer()
    {
        for (var round = 0; round < 40; round++)
        {
            var session = await agent.SessionAsync();
            var running = agent.PostAsync("/api/execute", new { command = "echo ran", sessionId = session });
            var deleted = agent.PostAsync("/api/session/delete", new { sessionId = session });
            Assert.Contains((await running).Status, (int[])[200, 410]);
            Assert.Equal(200, (await deleted).Status);
        }
    }

    [Fact]
    public async Task A_session_whose_shell_has_ended_can_still_be_deleted()
    {
        var session = await agent.SessionAsync();
        Assert.Equal(410, (await agent.PostAsync("/api/execute", new { command = "exit 3", sessionId = session })).Status);
        Assert.Equal(200, (await agent.PostAsync("/api/session/delete", new { sessionId = session })).Status);
        Assert.Equal(404, (await agent.PostAsync("/api/session/delete", new { sessionId = session })).Status);
    }

    [Fact]
    public async Task A_missing_directory_of_a_new_session_is_made_and_one_of_a_command_is_an_error_of_the_command()
    {
        var session = await agent.SessionAsync(new { cwd = Path.Combine(agent.Workspace, "new/deep") });
        Assert.Equal($"{agent.Workspace}/new/deep\n", (string)(await agent.ExecuteAsync("pwd", session))["stdout"]!);
        var answer = await agent.ExecuteAsync("echo no", session, new { cwd = "/does/not/exist" });
        Assert.Equal((1, ""), ((int)answer["exitCode"]!, (string)answer["stdout"]!));
        Assert.Contains("/does/not/exist", (string)answer["stderr"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_inherits_none_of_the_shells_own_descriptors()
    {
        var session = await agent.SessionAsync();
        var answer = await agent.ExecuteAsync("for fd in /proc/self/fd/*; do echo ${fd##*/}; done; ls /proc/self/fd", session);
        var numbers = ((string)answer["stdout"]!).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^4..].Select(int.Parse);
        Assert.Equal([0, 1, 2, 3], numbers);
    }

    private async Task<List<JsonObject>> EventsAsync()
    {
        var text = await agent.Client.GetStringAsync("/api/events?after=0", TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
