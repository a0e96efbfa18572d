using Ide.Core.Protocol;
using Ide.Core.Protocol.Errors;
using Ide.Core.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Ide.Core.Tests.Sandboxes;

/// <summary>What becomes of a sandbox whose Agent ended without anybody having asked for it, while somebody watches.</summary>
public sealed class RevivalTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ide-revival-");
    private readonly ManualTimeProvider _clock = new();
    private FakeProvider _provider = null!;
    private SandboxLifecycle _lifecycle = null!;
    private SandboxId _id;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        _lifecycle = new(new(_data.FullName), _provider, _clock, NullLogger<SandboxLifecycle>.Instance);
        _id = (await _lifecycle.CreateAsync(new(), "ann", Stop)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        _lifecycle.Dispose();
        await _provider.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task One_that_has_died_is_started_again_at_once()
    {
        Assert.Equal(new SandboxSighting.Here(), _lifecycle.Watch(_id));

        _provider.Die();
        Assert.Equal(new SandboxSighting.Died(1), _lifecycle.Watch(_id));
        await _lifecycle.ReviveAsync(_id, Stop);

        Assert.Equal(new SandboxSighting.Here(), _lifecycle.Watch(_id));
        Assert.Equal((2, SandboxStatus.Running), (_provider.Starts, _lifecycle.Find(_id)!.Status));
    }

    [Fact]
    public async Task Who_looks_while_it_is_started_again_counts_as_many_deaths_as_there_were()
    {
        SandboxSighting? meanwhile = null;
        _provider.Starting = () => meanwhile = _lifecycle.Watch(_id);

        _provider.Die();
        await _lifecycle.ReviveAsync(_id, Stop);

        Assert.Equal(new SandboxSighting.Died(1), meanwhile);
    }

    [Fact]
    public async Task One_that_was_stopped_stays_stopped_also_when_the_disk_has_no_room_to_say_so()
    {
        var directory = Path.Combine(_data.FullName, "sandboxes", _id.Value);
        Directory.Delete(directory, recursive: true);
        await File.WriteAllTextAsync(directory, "in the way", Stop);

        await Assert.ThrowsAnyAsync<Exception>(() => _lifecycle.StopAsync(_id, Stop));
        await _lifecycle.ReviveAsync(_id, Stop);

        Assert.Equal(new SandboxSighting.Stopped(), _lifecycle.Watch(_id));
        Assert.Equal(1, _provider.Starts);
    }

    [Fact]
    public async Task What_cannot_be_mended_ends_nothing_and_is_tried_ever_more_rarely()
    {
        var tries = 0;
        _provider.Mending = () =>
        {
            tries++;
            throw new OperationCanceledException("Its own limit.");
        };

        for (var second = 0; second < 60; second++)
        {
            await _lifecycle.MendAsync(Stop);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        // At 0, 3, 9, 21 and 45 s.
        Assert.Equal(5, tries);
    }

    [Fact]
    public async Task Many_who_watch_start_it_once()
    {
        _provider.Die();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => _lifecycle.ReviveAsync(_id, Stop))));

        Assert.Equal(2, _provider.Starts);
    }

    [Fact]
    public async Task One_that_was_stopped_is_at_no_moment_taken_for_dead_and_stays_stopped()
    {
        SandboxSighting? meanwhile = null;
        _provider.Ended = () => meanwhile = _lifecycle.Watch(_id);

        await _lifecycle.StopAsync(_id, Stop);
        await _lifecycle.ReviveAsync(_id, Stop);

        Assert.Equal((new SandboxSighting.Stopped(), new SandboxSighting.Stopped()), (meanwhile, _lifecycle.Watch(_id)));
        Assert.Equal(1, _provider.Starts);
    }

    [Fact]
    public async Task A_call_that_comes_while_one_is_stopped_does_not_start_it_again_and_a_later_one_does()
    {
        Task<RunningSandbox>? call = null;
        _provider.Ended = () => call = _lifecycle.WakeAsync(_id, Stop);

        await _lifecycle.StopAsync(_id, Stop);

        var refusal = await Assert.ThrowsAsync<AgentException>(() => call!);
        Assert.Equal((ErrorCode.SandboxUnavailable, "The sandbox was stopped."), (refusal.Code, refusal.Message));
        Assert.Equal((new SandboxSighting.Stopped(), 1), (_lifecycle.Watch(_id), _provider.Starts));
        await _lifecycle.WakeAsync(_id, Stop);
        Assert.Equal(2, _provider.Starts);
    }

    [Fact]
    public async Task One_that_dies_at_each_start_is_started_after_growing_pauses_and_then_only_by_a_person()
    {
        double[] pauses = [0, 1, 2, 4, 8];
        Assert.Equal(AgentRestarts.Most, pauses.Length);
        foreach (var (attempt, pause) in pauses.Index())
        {
            _provider.Die();
            Assert.Equal(new SandboxSighting.Died(attempt + 1), _lifecycle.Watch(_id));
            await StartsAfterAsync(pause);
        }

        _provider.Die();
        await _lifecycle.ReviveAsync(_id, Stop);

        var record = _lifecycle.Find(_id)!;
        Assert.Equal(SandboxStatus.Failed, record.Status);
        Assert.Contains("ended by itself 6 times in a row", record.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Its last words: Out of luck.", record.Reason, StringComparison.Ordinal);
        Assert.Equal(new SandboxSighting.Failed(record.Reason!), _lifecycle.Watch(_id));

        _clock.Advance(TimeSpan.FromHours(1));
        await _lifecycle.ReviveAsync(_id, Stop);
        var refusal = await Assert.ThrowsAsync<AgentException>(() => _lifecycle.WakeAsync(_id, Stop));
        Assert.Equal((ErrorCode.SandboxUnavailable, record.Reason), (refusal.Code, refusal.Message));
        Assert.Equal(1 + AgentRestarts.Most, _provider.Starts);

        await _lifecycle.StartAsync(_id, Stop);
        _provider.Die();
        Assert.Equal(new SandboxSighting.Died(1), _lifecycle.Watch(_id));
    }

    [Fact]
    public async Task One_that_runs_already_when_a_person_starts_it_begins_to_count_anew()
    {
        _provider.Die();
        await StartsAfterAsync(0);

        await _lifecycle.StartAsync(_id, Stop);
        _provider.Die();

        Assert.Equal(new SandboxSighting.Died(1), _lifecycle.Watch(_id));
    }

    [Fact]
    public async Task One_that_ran_for_a_good_while_begins_to_count_anew()
    {
        for (var death = 0; death < 2 * AgentRestarts.Most; death++)
        {
            _clock.Advance(AgentRestarts.GoodWhile);
            _provider.Die();
            Assert.Equal(new SandboxSighting.Died(1), _lifecycle.Watch(_id));
            await StartsAfterAsync(0);
        }
    }

    [Fact]
    public async Task A_start_that_fails_counts_as_one_and_is_tried_again()
    {
        _provider.FailingStarts = 2;
        _provider.Die();

        await _lifecycle.ReviveAsync(_id, Stop);

        Assert.Equal(SandboxStatus.Failed, _lifecycle.Find(_id)!.Status);
        Assert.Equal(new SandboxSighting.Died(2), _lifecycle.Watch(_id));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _lifecycle.ReviveAsync(_id, Stop);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _lifecycle.ReviveAsync(_id, Stop);
        Assert.Equal(new SandboxSighting.Here(), _lifecycle.Watch(_id));
    }

    [Fact]
    public async Task One_that_could_not_be_started_is_tried_again_by_the_next_call()
    {
        await _lifecycle.StopAsync(_id, Stop);
        _provider.FailingStarts = 1;
        await Assert.ThrowsAsync<AgentException>(() => _lifecycle.WakeAsync(_id, Stop));
        Assert.Equal(new SandboxSighting.Failed("There is no room for it now."), _lifecycle.Watch(_id));

        await _lifecycle.WakeAsync(_id, Stop);

        Assert.Equal(new SandboxSighting.Here(), _lifecycle.Watch(_id));
    }

    [Fact]
    public async Task A_server_that_starts_anew_counts_deaths_anew_and_any_call_starts_what_the_one_before_gave_up()
    {
        foreach (var pause in new[] { 0, 1, 2, 4, 8 })
        {
            _provider.Die();
            await StartsAfterAsync(pause);
        }

        _provider.Die();
        await _lifecycle.ReviveAsync(_id, Stop);
        Assert.IsType<SandboxSighting.Failed>(_lifecycle.Watch(_id));

        using var next = new SandboxLifecycle(new(_data.FullName), _provider, _clock, NullLogger<SandboxLifecycle>.Instance);
        await next.AdoptAsync(Stop);
        Assert.IsType<SandboxSighting.Failed>(next.Watch(_id));
        await next.WakeAsync(_id, Stop);

        Assert.Equal(new SandboxSighting.Here(), next.Watch(_id));
    }

    [Fact]
    public async Task What_is_left_of_a_sandbox_and_cannot_be_removed_does_not_keep_the_next_server_from_starting()
    {
        var catalog = new SandboxCatalog(_data.FullName);
        Assert.True(SandboxId.TryParse("left", out var left));
        Directory.CreateDirectory(catalog.DirectoryOf(left));
        _provider.Destroying = static () => throw new IOException("Directory not empty");

        using var next = new SandboxLifecycle(catalog, _provider, _clock, NullLogger<SandboxLifecycle>.Instance);
        await next.AdoptAsync(Stop);

        Assert.Equal(new SandboxSighting.Here(), next.Watch(_id));
        Assert.Equal([left], catalog.Leftovers());
    }

    [Fact]
    public async Task Who_stops_it_during_a_pause_neither_waits_nor_is_overruled_by_who_waits()
    {
        _provider.Die();
        await _lifecycle.ReviveAsync(_id, Stop);
        _provider.Die();
        var revival = _lifecycle.ReviveAsync(_id, Stop);
        var call = _lifecycle.WakeAsync(_id, Stop);

        await _lifecycle.StopAsync(_id, Stop);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await revival;
        await Assert.ThrowsAsync<AgentException>(() => call);
        Assert.Equal((2, SandboxStatus.Stopped), (_provider.Starts, _lifecycle.Find(_id)!.Status));
    }

    private async Task StartsAfterAsync(double seconds)
    {
        var starts = _provider.Starts;
        var revival = _lifecycle.ReviveAsync(_id, Stop);
        if (seconds > 0)
        {
            var moment = TimeSpan.FromMilliseconds(1);
            _clock.Advance(TimeSpan.FromSeconds(seconds) - moment);
            Assert.Equal((false, starts), (revival.IsCompleted, _provider.Starts));
            _clock.Advance(moment);
        }

        await revival;
        Assert.Equal(starts + 1, _provider.Starts);
    }
}
