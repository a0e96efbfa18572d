using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

/// <summary>Counts this process's descriptors, so it runs while no other test does.</summary>
[CollectionDefinition(nameof(DescriptorLeakTests), DisableParallelization = true)]
[Collection(nameof(DescriptorLeakTests))]
public sealed class DescriptorLeakTests
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_programs_that_run_fail_or_are_given_up_leave_no_descriptor_behind()
    {
        await using var process = LauncherProcess.Start();
        await StartAllKindsAsync(process.Launcher);
        var before = CountDescriptors();
        for (var i = 0; i < 250; i++)
        {
            await StartAllKindsAsync(process.Launcher);
        }

        await Eventually.TrueAsync(() => Task.FromResult(CountDescriptors() <= before + 3), "the descriptors are closed");
    }

    private static async Task StartAllKindsAsync(Launcher launcher)
    {
        await using (var ended = await launcher.SpawnAsync(Program("true") with { Input = StandardInput.Pipe }, Deadline))
        {
            await ended.Ended.WaitAsync(Deadline);
        }

        await using (await launcher.SpawnAsync(Program("cat") with { Terminal = new TerminalSize(24, 80) }, Deadline))
        {
        }

        await Assert.ThrowsAsync<SpawnException>(() => launcher.SpawnAsync(Program("no-such-program"), Deadline));
        using var impatient = new CancellationTokenSource();
        var given = launcher.SpawnAsync(Program("cat") with { Input = StandardInput.Pipe }, impatient.Token);
        await impatient.CancelAsync();
        try
        {
            await (await given).DisposeAsync();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static int CountDescriptors() => Directory.GetFiles("/proc/self/fd").Length;
}
