using System.Net.Http.Json;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Testing;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>When a sandbox goes to sleep by itself, and when it does not.</summary>
public sealed class RestTests
{
    private static readonly TimeSpan AlmostQuiet = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(11);
    private static readonly NewSandbox Sleeper = new() { Network = NetworkAccess.None, SleepAfter = TimeSpan.FromMinutes(10) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_idle_sandbox_goes_to_sleep_is_remembered_as_sleeping_and_any_use_wakes_it()
    {
        var clock = new JumpingClock();
        await using var sandboxes = new LocalSandboxes(time: clock);
        var id = await sandboxes.CreateAsync(Sleeper with { DestroyAfter = TimeSpan.FromDays(3) });
        await sandboxes.ExecuteAsync(id, "echo kept > /workspace/kept");

        Assert.Equal(SandboxStatus.Running, await RestAsync(sandboxes, id, clock, AlmostQuiet));
        using (sandboxes.Lifecycle.Use(id))
        {
            Assert.Equal(SandboxStatus.Running, await RestAsync(sandboxes, id, clock, Quiet));
        }

        Assert.Equal(SandboxStatus.Running, await RestAsync(sandboxes, id, clock, AlmostQuiet));
        Assert.Equal(SandboxStatus.Sleeping, await RestAsync(sandboxes, id, clock, Quiet));

        var remembered = Assert.Single(new SandboxCatalog(sandboxes.Data).Load());
        Assert.Equal(
            (SandboxStatus.Sleeping, Sleeper.SleepAfter, remembered.CreatedAt + TimeSpan.FromDays(3)),
            (remembered.Status, remembered.SleepAfter, remembered.DestroyAt));
        await sandboxes.Lifecycle.WakeAsync(id, Cancel);
        Assert.Equal((0, "kept\n", ""), await sandboxes.ExecuteAsync(id, "cat /workspace/kept"));
        Assert.Equal(SandboxStatus.Running, await RestAsync(sandboxes, id, clock, AlmostQuiet));
    }

    [Fact]
    public async Task A_sandbox_that_works_or_is_kept_alive_does_not_sleep()
    {
        var clock = new JumpingClock();
        await using var sandboxes = new LocalSandboxes(time: clock);
        var worker = await sandboxes.CreateAsync(Sleeper);
        var kept = await sandboxes.CreateAsync(Sleeper with { KeepAlive = true });
        using var client = sandboxes.ClientFor(worker);
        using var started = await client.PostAsJsonAsync("/api/process/start", new { command = "sleep 1000", processId = "work" }, Cancel);
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(Cancel));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(SandboxStatus.Running, await RestAsync(sandboxes, worker, clock, Quiet));
        }

        using var ended = await client.DeleteAsync("/api/process/work?signal=SIGKILL", Cancel);
        await Eventually.TrueAsync(
            async () => await RestAsync(sandboxes, worker, clock, Quiet) == SandboxStatus.Sleeping, "what ended no longer keeps it awake");
        Assert.Equal(SandboxStatus.Running, sandboxes.Lifecycle.Find(kept)!.Status);
    }

    [Fact]
    public async Task Who_comes_while_it_falls_asleep_finds_it_awake()
    {
        var clock = new JumpingClock();
        await using var sandboxes = new LocalSandboxes(time: clock);
        var id = await sandboxes.CreateAsync(Sleeper);
        for (var i = 0; i < 5; i++)
        {
            clock.Advance(Quiet);
            var falling = sandboxes.Lifecycle.RestAsync(Cancel);
            using (sandboxes.Lifecycle.Use(id))
            {
                await sandboxes.Lifecycle.WakeAsync(id, Cancel);
                Assert.Equal((0, "here\n", ""), await sandboxes.ExecuteAsync(id, "echo here"));
            }

            await falling;
        }
    }

    [Fact]
    public async Task An_image_is_refused_where_there_are_none()
    {
        await using var sandboxes = new LocalSandboxes();
        var refusal = await Assert.ThrowsAsync<AgentException>(() => sandboxes.CreateAsync(Sleeper with { Image = "debian" }));
        Assert.Equal(ErrorCode.ValidationFailed, refusal.Code);
        Assert.Equal("image", (string?)refusal.Context!["validationErrors"]![0]!["field"]);
        Assert.Empty(sandboxes.Lifecycle.List());
    }

    private static async Task<SandboxStatus> RestAsync(LocalSandboxes sandboxes, SandboxId id, JumpingClock clock, TimeSpan later)
    {
        clock.Advance(later);
        await sandboxes.Lifecycle.RestAsync(Cancel);
        return sandboxes.Lifecycle.Find(id)!.Status;
    }

    /// <summary>The time of day is where the test moves it; timers go at their usual pace.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private long _ahead;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
    }
}
