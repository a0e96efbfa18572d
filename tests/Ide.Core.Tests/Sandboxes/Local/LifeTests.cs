using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;

namespace Ide.Core.Tests.Sandboxes.Local;

public sealed class LifeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_sandbox_runs_and_its_Agent_says_whose_it_is()
    {
        await using var sandboxes = new LocalSandboxes();

        var id = await sandboxes.CreateAsync();

        Assert.Equal(SandboxStatus.Running, sandboxes.Lifecycle.Find(id)!.Status);
        Assert.Equal(id, sandboxes.Lifecycle.FindRunning(id)!.Hello.SandboxId);
    }

    [Fact]
    public async Task A_taken_id_is_refused_and_the_first_sandbox_goes_on()
    {
        await using var sandboxes = new LocalSandboxes();
        Assert.True(SandboxId.TryParse("mine", out var mine));
        await sandboxes.CreateAsync(new() { Id = mine, Network = NetworkAccess.None });

        var refusal = await Assert.ThrowsAsync<AgentException>(() => sandboxes.CreateAsync(new() { Id = mine, Network = NetworkAccess.None }));

        Assert.Equal(ErrorCode.SandboxAlreadyExists, refusal.Code);
        Assert.NotNull(sandboxes.Lifecycle.FindRunning(mine));
    }

    [Fact]
    public async Task Of_many_who_make_the_same_id_at_once_one_succeeds()
    {
        await using var sandboxes = new LocalSandboxes();
        Assert.True(SandboxId.TryParse("mine", out var mine));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await sandboxes.CreateAsync(new() { Id = mine, Network = NetworkAccess.None });
                return (ErrorCode?)null;
            }
            catch (AgentException refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(1, outcomes.Count(outcome => outcome is null));
        Assert.Equal(7, outcomes.Count(outcome => outcome == ErrorCode.SandboxAlreadyExists));
        Assert.NotNull(sandboxes.Lifecycle.FindRunning(mine));
    }

    [Fact]
    public async Task People_who_start_a_sandbox_at_once_get_the_same_Agent()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.Lifecycle.StopAsync(id, Stop);

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandboxes.Lifecycle.WakeAsync(id, Stop)));

        Assert.Single(started.Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public async Task A_start_that_fails_says_why_and_nothing_of_the_life_before()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.Lifecycle.StopAsync(id, Stop);
        var files = Path.Combine(sandboxes.Catalog.DirectoryOf(id), "files");
        Directory.Delete(files, recursive: true);
        await File.WriteAllTextAsync(files, "in the way", Stop);

        var refusal = await Assert.ThrowsAsync<AgentException>(() => sandboxes.Lifecycle.WakeAsync(id, Stop));

        Assert.Contains("files", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("info:", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message, sandboxes.Lifecycle.Find(id)!.Reason);
    }

    [Fact]
    public async Task Stopping_leaves_no_process_socket_or_group_and_keeps_the_files()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.ExecuteAsync(id, "echo kept > /workspace/file; setsid sleep 1000 > /dev/null 2>&1 &");

        var record = await sandboxes.Lifecycle.StopAsync(id, Stop);

        Assert.Equal(SandboxStatus.Stopped, record.Status);
        Assert.Empty(Leftovers.Of(record.Id.Value, sandboxes.Data, record.HostUser));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(sandboxes.Catalog.DirectoryOf(id), "files/workspace/file"), Stop));
    }

    [Fact]
    public async Task A_sandbox_that_was_stopped_starts_again_with_its_files()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.ExecuteAsync(id, "mkdir /app && echo kept > /app/file && echo home > ~/file");
        await sandboxes.Lifecycle.StopAsync(id, Stop);

        await sandboxes.Lifecycle.WakeAsync(id, Stop);

        Assert.Equal((0, "kept\nhome\n", ""), await sandboxes.ExecuteAsync(id, "cat /app/file ~/file"));
    }

    [Fact]
    public async Task Destroying_leaves_nothing_at_all()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.ExecuteAsync(id, """
            touch "$(printf 'no\xfftext')"
            /usr/bin/python3 -c "import os; [(os.mkdir('long' * 50), os.chdir('long' * 50)) for _ in range(60)]"
            mkdir -p deep/er && chmod 0 deep && setsid sleep 1000 > /dev/null 2>&1 &
            """);
        var record = sandboxes.Lifecycle.Find(id)!;

        await sandboxes.Lifecycle.DestroyAsync(id, Stop);

        Assert.Empty(Leftovers.Of(record.Id.Value, sandboxes.Data, record.HostUser));
        Assert.False(Directory.Exists(sandboxes.Catalog.DirectoryOf(id)));
        Assert.Null(sandboxes.Lifecycle.Find(id));
        var refusal = await Assert.ThrowsAsync<AgentException>(() => sandboxes.Lifecycle.WakeAsync(id, Stop));
        Assert.Equal(ErrorCode.SandboxNotFound, refusal.Code);
    }

    [Fact]
    public async Task The_next_server_takes_over_what_runs_and_the_same_shell_goes_on()
    {
        await using var first = new LocalSandboxes();
        var id = await first.CreateAsync();
        await first.ExecuteAsync(id, "export MARK=before");

        var second = new LocalSandboxes(first.Data);
        await second.Lifecycle.AdoptAsync(Stop);

        Assert.NotNull(second.Lifecycle.FindRunning(id));
        Assert.Equal((0, "before\n", ""), await second.ExecuteAsync(id, "echo $MARK"));
    }

    [Fact]
    public async Task A_sandbox_that_died_while_the_server_was_away_is_stopped_and_starts_again()
    {
        await using var first = new LocalSandboxes();
        var id = await first.CreateAsync();
        await first.Provider.StopAsync(first.Lifecycle.Find(id)!, Stop);

        var second = new LocalSandboxes(first.Data);
        await second.Lifecycle.AdoptAsync(Stop);

        Assert.Equal(SandboxStatus.Stopped, second.Lifecycle.Find(id)!.Status);
        Assert.Equal("alive\n", (await AfterWake(second, id, "echo alive")).Stdout);
    }

    [Fact]
    public async Task An_Agent_that_dies_is_seen_and_the_next_call_starts_another()
    {
        await using var sandboxes = new LocalSandboxes();
        var id = await sandboxes.CreateAsync();
        await sandboxes.Provider.StopAsync(sandboxes.Lifecycle.Find(id)!, Stop);

        Assert.Equal(SandboxStatus.Failed, sandboxes.Lifecycle.Find(id)!.Status);
        Assert.Null(sandboxes.Lifecycle.FindRunning(id));
        Assert.Equal("alive\n", (await AfterWake(sandboxes, id, "echo alive")).Stdout);
    }

    private static async Task<(int ExitCode, string Stdout, string Stderr)> AfterWake(LocalSandboxes sandboxes, SandboxId id, string command)
    {
        await sandboxes.Lifecycle.WakeAsync(id, Stop);
        return await sandboxes.ExecuteAsync(id, command);
    }
}
