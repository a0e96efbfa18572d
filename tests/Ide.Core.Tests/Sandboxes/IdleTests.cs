using Ide.Core.Protocol;
using Ide.Core.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Ide.Core.Tests.Sandboxes;

public sealed class IdleTests : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("ide-idle-");
    private readonly ManualTimeProvider _clock = new();
    private FakeProvider _provider = null!;
    private SandboxLifecycle _lifecycle = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        _lifecycle = new(new(_data.FullName), _provider, _clock, NullLogger<SandboxLifecycle>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _lifecycle.Dispose();
        await _provider.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Agents_that_hang_are_asked_side_by_side_and_given_two_seconds_while_the_others_go_to_sleep()
    {
        SandboxId[] hanging = [await SleeperAsync(), await SleeperAsync(), await SleeperAsync()];
        var quiet = await SleeperAsync();
        Array.ForEach(hanging, id => _provider.Hanging[id] = new());
        _clock.Advance(TimeSpan.FromMinutes(10));

        var rest = _lifecycle.RestAsync(Stop);

        await Task.WhenAll(_provider.Hanging.Values.Select(static asked => asked.Task)).WaitAsync(Stop);
        await Eventually.TrueAsync(() => _lifecycle.Find(quiet)!.Status == SandboxStatus.Sleeping, "who answers goes to sleep");
        Assert.False(rest.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await rest;
        Assert.All(hanging, id => Assert.Equal(SandboxStatus.Running, _lifecycle.Find(id)!.Status));
    }

    private async Task<SandboxId> SleeperAsync() =>
        (await _lifecycle.CreateAsync(new() { SleepAfter = TimeSpan.FromMinutes(10) }, "ann", Stop)).Id;
}
