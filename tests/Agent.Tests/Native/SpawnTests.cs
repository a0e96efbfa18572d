using System.Security.Cryptography;
using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class SpawnTests(LauncherFixture fixture) : IClassFixture<LauncherFixture>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    private Launcher Launcher => fixture.Launcher;

    [Fact]
    public async Task A_program_gets_its_arguments_environment_and_directory_exactly_and_nothing_else()
    {
        var request = Program("bash", "-c", "pwd; echo \"$0|$1\"; umask; env", "a b", "ü\n") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["WORD"] = "x=y z" },
            WorkingDirectory = "/tmp",
        };
        var (exit, output, error) = await fixture.RunAsync(request);
        Assert.Equal((0, ""), (exit.ExitCode, error));
        Assert.StartsWith("/tmp\na b|ü\n\n0022\n", output, StringComparison.Ordinal);
        Assert.Contains("WORD=x=y z\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("HOME=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_megabytes_arrive_byte_for_byte()
    {
        const int size = 100_000_000;
        await using var process = await Launcher.SpawnAsync(
            Shell($"head -c {size} /dev/zero | openssl enc -aes-128-ctr -K 00112233445566778899aabbccddeeff -iv 0 2>/dev/null | tee >(sha256sum >&2)"), Deadline);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 18];
        long total = 0;
        for (int count; (count = await process.Output.ReadAsync(buffer, Deadline)) > 0; total += count)
        {
            hash.AppendData(buffer, 0, count);
        }

        var expected = await ReadTextAsync(process.Error);
        Assert.Equal(size, total);
        Assert.Equal(expected.Split(' ')[0], Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData("exit 0", 0, 0)]
    [InlineData("exit 42", 42, 0)]
    [InlineData("kill -TERM $$", 143, 15)]
    [InlineData("kill -KILL $$", 137, 9)]
    [InlineData("kill -SEGV $$", 139, 11)]
    public async Task An_exit_tells_code_or_signal(string script, int code, int signal)
    {
        var (exit, _, _) = await fixture.RunAsync(Shell(script));
        Assert.Equal((code, signal, false), (exit.ExitCode, exit.Signal, exit.Lost));
    }

    [Fact]
    public async Task An_exit_tells_what_was_used()
    {
        var (exit, _, _) = await fixture.RunAsync(Shell("for ((i = 0; i < 300000; i++)); do :; done"));
        Assert.InRange(exit.UserTime.TotalMilliseconds, 50, 60_000);
        Assert.InRange(exit.PeakResidentBytes, 1 << 20, 1 << 28);
    }
}
