using System.Diagnostics;
using Agent.Tests.Hosting;
using Agent.Tests.Sessions;

namespace Agent.Tests.Terminals;

[Collection(Alone.Name)]
public sealed class TerminalSpeedTests(AgentApp app) : IClassFixture<AgentApp>
{
    [Fact]
    public async Task Echo_and_throughput_are_as_they_should_be()
    {
        await using var terminal = new TerminalClient(await app.ConnectAsync("/ws/pty"));
        await terminal.HearAsync("ready");
        await terminal.SeeAsync("$ ");
        await terminal.RunCatAsync();
        var times = new List<double>();
        for (var i = 0; i < 300; i++)
        {
            var count = terminal.Count;
            var start = Stopwatch.GetTimestamp();
            await terminal.TypeAsync("k");
            while (terminal.Count == count)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        await terminal.TypeAsync("\u0003");
        await terminal.UntilAsync(() => terminal.Text.Split("$ ").Length > 2);
        await terminal.TypeAsync("stty -echo; dd if=/dev/zero bs=64k count=3200 2>/dev/null; echo e''nd\r");
        await terminal.UntilAsync(() => terminal.Count > 100_000);
        var begin = Stopwatch.GetTimestamp();
        await terminal.UntilAsync(() => terminal.Count > 200_000_000, within: TimeSpan.FromMinutes(3));
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"Echo: median {times[150]:0.000} ms, p99 {times[297]:0.000} ms. Throughput: {200 / seconds:0} MB/s.");

        // Nothing waits for a timer or a full buffer; the figures of a quiet machine are ./bench's.
        Assert.True(times[150] < 200, $"median {times[150]} ms");
        Assert.True(200 / seconds > 1, $"{seconds} s for 200 MB");
    }
}
