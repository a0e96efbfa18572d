using System.Diagnostics;
using Ide.Core.Protocol;
using Ide.Core.Sandboxes;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Ide.Core.Tests.Sandboxes;

/// <summary>A sandbox may fill the server's disk: what runs goes on all the same, and what is to end ends.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("ide-full-").FullName;
    private readonly ManualTimeProvider _clock = new();
    private FakeProvider _provider = null!;
    private SandboxLifecycle _lifecycle = null!;
    private SandboxId _id;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=512k", "none", _data);
        _provider = await FakeProvider.StartAsync();
        _lifecycle = Lifecycle();
        _id = (await _lifecycle.CreateAsync(new(), "ann", Stop)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        _lifecycle.Dispose();
        await _provider.DisposeAsync();
        await RunAsync("umount", _data);
        Directory.Delete(_data);
    }

    [Fact]
    public async Task The_next_server_takes_over_what_runs()
    {
        Fill();
        using var next = Lifecycle();

        await next.AdoptAsync(Stop);

        Assert.NotNull(next.FindRunning(_id));
        Assert.Empty(_provider.Stops);
    }

    [Fact]
    public async Task A_clean_end_stops_every_sandbox()
    {
        List<SandboxId> all = [_id];
        for (var more = 0; more < 8; more++)
        {
            all.Add((await _lifecycle.CreateAsync(new(), "ann", Stop)).Id);
        }

        Fill();

        await _lifecycle.StopAllAsync();

        Assert.Equal(all.Select(Name).Order(), _provider.Stops.Select(Name).Order());
        Assert.All(all, id => Assert.Equal(SandboxStatus.Stopped, _lifecycle.Find(id)!.Status));

        static string Name(SandboxId id) => id.Value;
    }

    private SandboxLifecycle Lifecycle() => new(new(_data), _provider, _clock, NullLogger<SandboxLifecycle>.Instance);

    private void Fill()
    {
        using var file = new FileStream(Path.Combine(_data, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var page = new byte[4096]; ;)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Stop);
        Assert.Equal(0, process.ExitCode);
    }
}
