using System.Net;
using System.Net.WebSockets;
using Agent.Tests.Hosting;
using Ide.Core.Protocol.Access;

namespace Agent.Tests.Terminals;

/// <summary>Real shells on real terminals, through real sockets.</summary>
public sealed class TerminalTests(AgentApp app) : IClassFixture<AgentApp>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shell_answers_with_a_prompt_an_echo_and_a_usable_environment()
    {
        await using var terminal = await app.OpenTerminalAsync("cols=100&rows=30");
        Assert.Equal(("ready", 0, 100, 30), ((string)terminal.Ready["type"]!, (int)terminal.Ready["offset"]!, (int)terminal.Ready["cols"]!, (int)terminal.Ready["rows"]!));
        await terminal.SeeAsync("/workspace");
        await terminal.TypeAsync("echo $TERM/$COLORTERM/$LANG/$HOME; stty size; ls -d /dev/fd/19; echo don''e\r");
        await terminal.SeeAsync("done");
        Assert.Contains("xterm-256color/truecolor/C.UTF-8//home", terminal.Text, StringComparison.Ordinal);
        Assert.Contains("30 100", terminal.Text, StringComparison.Ordinal);
        Assert.Contains("cannot access '/dev/fd/19'", terminal.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no job control", terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_that_were_set_for_the_sandbox_are_in_the_next_terminal()
    {
        await app.PostAsync("/api/env", new { env = new Dictionary<string, string> { ["GREETING"] = "from-the-api" } });
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.TypeAsync("echo [$GREETING]\r");
        await terminal.SeeAsync("[from-the-api]");
    }

    [Fact]
    public async Task Jobs_are_interrupted_suspended_and_brought_back()
    {
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.TypeAsync("sleep 1000; echo int''errupted\r");
        await terminal.SeeAsync("sleep 1000;");
        await Task.Delay(100, Deadline); // the shell's child, not the shell, is to be interrupted
        await terminal.TypeAsync("\u0003");
        await terminal.UntilAsync(() => terminal.Text.Contains("^C", StringComparison.Ordinal) && terminal.Text.EndsWith("$ ", StringComparison.Ordinal));
        await terminal.TypeAsync("echo next\r");
        await terminal.SeeAsync("next\r\n");
        await terminal.RunCatAsync();
        await terminal.TypeAsync("hello\r");
        await terminal.UntilAsync(() => terminal.Text.Split("hello").Length > 2);
        await terminal.TypeAsync("\u001a");
        await terminal.SeeAsync("Stopped");
        await terminal.UntilAsync(() => terminal.Text.EndsWith("$ ", StringComparison.Ordinal));
        await terminal.TypeAsync("jobs; fg\r");
        await terminal.UntilAsync(() => terminal.Text.Split("Stopped").Length > 2 && terminal.Text.EndsWith("cat\r\n", StringComparison.Ordinal));
        await terminal.TypeAsync("again\r");
        await terminal.UntilAsync(() => terminal.Text.Split("again").Length > 2);
        await terminal.TypeAsync("\u0004");
        await terminal.UntilAsync(() => terminal.Text.EndsWith("$ ", StringComparison.Ordinal));
        await terminal.TypeAsync("echo al''l\r");
        await terminal.SeeAsync("all");
    }

    [Fact]
    public async Task The_exit_is_told_to_all_and_to_who_comes_later()
    {
        var id = await app.CreateTerminalAsync();
        await using var one = await app.AttachTerminalAsync(id);
        await using var two = await app.AttachTerminalAsync(id, role: Role.Viewer);
        await one.TypeAsync("echo goo''dbye; exit 7\r");
        await one.HearAsync("exit", static exit => (int)exit["code"]! == 7 && exit["signal"] is null);
        await two.HearAsync("exit");
        await two.UntilAsync(() => one.IsClosed && two.IsClosed);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, two.CloseStatus);
        await using var later = await app.AttachTerminalAsync(id);
        await later.HearAsync("exit", static exit => (int)exit["code"]! == 7);
        Assert.Equal(one.Bytes, later.Bytes);
        Assert.Contains("goodbye", later.Text, StringComparison.Ordinal);
        Assert.Equal((false, 7), ((bool)(await app.FindTerminalAsync(id))!["running"]!, (int)(await app.FindTerminalAsync(id))!["exitCode"]!));

        var killed = await app.CreateTerminalAsync();
        await using var watcher = await app.AttachTerminalAsync(killed);
        await watcher.TypeAsync("kill -9 $$\r");
        await watcher.HearAsync("exit", static exit => (int)exit["code"]! == 137 && (string?)exit["signal"] == "SIGKILL");
    }

    [Fact]
    public async Task A_late_viewer_sees_the_same_bytes_and_a_dropped_one_goes_on_where_it_was()
    {
        var id = await app.CreateTerminalAsync();
        await using var first = await app.AttachTerminalAsync(id);
        await first.TypeAsync("for i in $(seq 6000); do echo line $i ü€𝄞; done; echo fi''n\r");
        await first.UntilAsync(() => first.Count > 20_000);

        // Drops again and again in the middle of the stream; each time it asks for what follows its last byte.
        var pieced = new MemoryStream();
        for (var i = 0; i < 5; i++)
        {
            await using var part = await app.AttachTerminalAsync(id, after: pieced.Length);
            await part.UntilAsync(() => part.Count > 0 || first.Text.Contains("\r\nfin", StringComparison.Ordinal));
            Assert.Equal(pieced.Length, (long)part.Ready["offset"]!);
            pieced.Write(part.Bytes);
        }

        await first.SeeAsync("fin");
        await using var rest = await app.AttachTerminalAsync(id, after: pieced.Length);
        await using var late = await app.AttachTerminalAsync(id);
        await late.SeeAsync("fin");
        await first.UntilAsync(() => first.Count == late.Count && rest.Count + pieced.Length == late.Count);
        pieced.Write(rest.Bytes);
        Assert.Equal(first.Bytes, late.Bytes);
        Assert.Equal(first.Bytes, pieced.ToArray());
    }

    [Fact]
    public async Task A_viewer_that_acknowledges_sets_the_pace()
    {
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.SayAsync(new { type = "ack", offset = 0 });
        await terminal.TypeAsync("yes | head -c 5000000; echo e''nd\r");
        await terminal.UntilAsync(() => terminal.Count >= 512 * 1024);
        await Task.Delay(200, Deadline); // nothing more may come, and only time shows that
        Assert.Equal(512 * 1024, terminal.Count);
        await terminal.SayAsync(new { type = "ack", offset = 400_000 });
        await terminal.UntilAsync(() => terminal.Count == 400_000 + (512 * 1024));
    }

    [Fact]
    public async Task The_smallest_visible_viewer_who_may_type_sets_the_size_and_never_below_40_by_10()
    {
        var id = await app.CreateTerminalAsync();
        await using var ann = await app.AttachTerminalAsync(id);
        await using var bob = await app.AttachTerminalAsync(id);
        await using var eve = await app.AttachTerminalAsync(id, role: Role.Viewer);
        await ann.SayAsync(new { type = "resize", cols = 120, rows = 40 });
        await bob.HearAsync("resize", static size => (int)size["cols"]! == 120 && (int)size["rows"]! == 40);
        await bob.SayAsync(new { type = "resize", cols = 90, rows = 50 });
        await ann.HearAsync("resize", static size => (int)size["cols"]! == 90 && (int)size["rows"]! == 40);
        await eve.SayAsync(new { type = "resize", cols = 50, rows = 12 });
        await ann.TypeAsync("stty size\r");
        await ann.SeeAsync("40 90");
        await bob.SayAsync(new { type = "hidden" });
        await eve.HearAsync("resize", static size => (int)size["cols"]! == 120);
        await bob.SayAsync(new { type = "resize", cols = 1, rows = 1 });
        await ann.HearAsync("resize", static size => (int)size["cols"]! == 40 && (int)size["rows"]! == 10);
        await bob.DisposeAsync();
        await ann.UntilAsync(() => (int)ann.Last("resize")!["cols"]! == 120);
    }

    [Fact]
    public async Task A_viewer_sees_all_and_what_it_types_is_dropped()
    {
        var id = await app.CreateTerminalAsync();
        await using var ann = await app.AttachTerminalAsync(id);
        await using var eve = await app.AttachTerminalAsync(id, role: Role.Viewer);
        await eve.TypeAsync("touch eve-was-here\r");
        await ann.TypeAsync("echo visi''ble\r");
        await eve.SeeAsync("visible");
        Assert.DoesNotContain("eve", ann.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(app.Workspace, "eve-was-here")));
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync("/ws/pty", Role.Viewer));
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync("/ws/pty?sessionId=not-there", Role.Viewer));
        Assert.Equal("FORBIDDEN", (string)(await app.PostAsync("/api/terminals", new { }, Role.Viewer))["code"]!);
    }

    [Fact]
    public async Task Only_who_typed_last_answers_the_programs_questions()
    {
        var id = await app.CreateTerminalAsync();
        await using var ann = await app.AttachTerminalAsync(id);
        await using var bob = await app.AttachTerminalAsync(id);
        await ann.HearAsync("typist", static typist => (bool)typist["you"]!);
        await bob.HearAsync("typist", static typist => !(bool)typist["you"]!);
        await ann.TypeAsync("stty -echo; cat -v\r");
        await ann.SeeAsync("cat -v");
        await bob.TypeAsync("\e[24;80R");
        await ann.TypeAsync("\e[1;2c\r");
        await ann.SeeAsync("^[[1;2c");
        Assert.DoesNotContain("24;80R", ann.Text, StringComparison.Ordinal);
        await bob.TypeAsync("bob\r");
        await bob.HearAsync("typist", static typist => (bool)typist["you"]!);
        await ann.HearAsync("typist", static typist => !(bool)typist["you"]!);
        await bob.DisposeAsync();
        await ann.UntilAsync(() => (bool)ann.Last("typist")!["you"]!);
    }

    [Fact]
    public async Task Who_joins_a_full_screen_program_late_gets_its_modes_and_a_fresh_picture()
    {
        var id = await app.CreateTerminalAsync();
        await using var ann = await app.AttachTerminalAsync(id);
        await ann.TypeAsync("bash -c \"printf '\\e[?1049h\\e[?2004h\\e[?1h'; trap 'echo REDRA''WN' WINCH; yes | head -c 2000000; while :; do sleep 0.05; done\"\r");
        await ann.UntilAsync(() => ann.Count > 3_000_000);
        await using var late = await app.AttachTerminalAsync(id);
        Assert.Equal("\e[?1049h\e[?1h\e[?2004h", (string)late.Ready["modes"]!);
        Assert.True((long)late.Ready["offset"]! > 0);
        await late.SeeAsync("REDRAWN");
        await using var resumed = await app.AttachTerminalAsync(id, after: (long)late.Ready["live"]!);
        Assert.Null(resumed.Ready["modes"]);
    }

    [Fact]
    public async Task A_megabyte_pasted_into_cat_comes_through_whole()
    {
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.TypeAsync("stty -echo; cat > pasted; echo d''one\r");
        await terminal.SeeAsync("cat > pasted");
        var line = string.Concat(Enumerable.Repeat("0123456789", 10)) + "\n";
        var paste = string.Concat(Enumerable.Repeat(line, 10_000));
        await terminal.TypeAsync(paste);
        await terminal.TypeAsync("\u0004");
        await terminal.SeeAsync("done");
        Assert.Equal(paste, await File.ReadAllTextAsync(Path.Combine(app.Workspace, "pasted"), Deadline));
    }

    [Fact]
    public async Task An_interrupt_goes_past_a_paste_that_nobody_reads()
    {
        await using var terminal = await app.OpenTerminalAsync();
        await terminal.TypeAsync("stty -echo; sleep 1000\r");
        await terminal.SeeAsync("sleep 1000");
        await Task.Delay(100, Deadline); // until sleep has the terminal
        await terminal.TypeAsync(string.Concat(Enumerable.Repeat("# a comment\n", 40_000)));
        await Task.Delay(500, Deadline); // until the terminal is full
        await terminal.TypeAsync("\u0003");

        // The shell itself drops what is typed right after an interrupt, so it is asked until it answers.
        var deadline = DateTime.UtcNow.AddSeconds(15);
        while (!terminal.Text.Contains("back", StringComparison.Ordinal) && DateTime.UtcNow < deadline)
        {
            await terminal.TypeAsync("echo ba''ck\r");
            await Task.Delay(300, Deadline);
        }

        await terminal.SeeAsync("back");
        Assert.True(terminal.Text.Split("$ ").Length < 10_000, "What nobody had read was dropped.");
    }

    [Fact]
    public async Task What_is_not_understood_is_said_and_the_socket_stays_and_what_is_too_long_ends_it()
    {
        await using var terminal = await app.OpenTerminalAsync();
        foreach (var wrong in (string[])["no json", """{"type":"dance"}""", """{"type":"resize"}""", "[]"])
        {
            await terminal.SayAsync(wrong);
        }

        await terminal.UntilAsync(() => terminal.Notices.Count(static notice => (string)notice["type"]! == "error") == 4);
        await terminal.TypeAsync("echo sti''ll\r");
        await terminal.SeeAsync("still");
        await terminal.TypeAsync(new byte[(1 << 20) + 1]);
        await terminal.UntilAsync(() => terminal.IsClosed);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, terminal.CloseStatus);
    }

    [Fact]
    public async Task Deletion_ends_the_whole_tree_and_tells_who_watches()
    {
        var id = await app.CreateTerminalAsync();
        await using var terminal = await app.AttachTerminalAsync(id);
        await terminal.TypeAsync("(trap '' HUP; exec -a stubborn sleep 4321) & setsid sleep 4322 & echo start''ed\r");
        await terminal.SeeAsync("started");
        using var deleted = await app.SendAsync(HttpMethod.Delete, $"/api/terminals/{id}");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await terminal.HearAsync("exit");
        Assert.Null(await app.FindTerminalAsync(id));
        // The kernel takes its time to bury what was killed.
        await terminal.UntilAsync(static () => !Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])).Any(IsLeftBehind));
        using var again = await app.SendAsync(HttpMethod.Delete, $"/api/terminals/{id}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync($"/ws/pty?sessionId={id}&after=0"));
    }

    [Fact]
    public async Task Bad_requests_get_clear_answers()
    {
        Assert.Equal("INVALID_COMMAND", (string)(await app.PostAsync("/api/terminals", new { shell = "no-such-shell" }))["code"]!);
        Assert.Equal("VALIDATION_FAILED", (string)(await app.PostAsync("/api/terminals", new { cols = "wide" }))["code"]!);
        Assert.Equal("NOT_DIRECTORY", (string)(await app.PostAsync("/api/terminals", new { cwd = "/etc/passwd" }))["code"]!);
        using var plain = await app.SendAsync(HttpMethod.Get, "/ws/pty");
        Assert.Equal(HttpStatusCode.UpgradeRequired, plain.StatusCode);
        await using var python = await app.OpenTerminalAsync("shell=/usr/bin/python3");
        await python.TypeAsync("print(6*7)\r");
        await python.SeeAsync("42");
    }

    private static bool IsLeftBehind(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains("\u00004321\0", StringComparison.Ordinal)
                || File.ReadAllText(Path.Combine(process, "cmdline")).Contains("\u00004322\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
