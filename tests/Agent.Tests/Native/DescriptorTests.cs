using System.Text;
using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class DescriptorTests(LauncherFixture fixture) : IClassFixture<LauncherFixture>
{
    private static CancellationToken Deadline => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_has_no_descriptor_but_its_three()
    {
        var (_, output, _) = await fixture.RunAsync(Shell("exec ls /proc/self/fd"));
        Assert.Equal("0\n1\n2\n3\n", output); // 3 is the directory that ls reads
    }

    [Fact]
    public async Task Standard_input_is_empty_unless_it_is_asked_for()
    {
        var (exit, output, _) = await fixture.RunAsync(Shell("cat; readlink /proc/self/fd/0"));
        Assert.Equal((0, "/dev/null\n"), (exit.ExitCode, output));
    }

    [Fact]
    public async Task What_is_written_to_standard_input_arrives_and_its_disposal_is_the_end()
    {
        await using var process = await fixture.Launcher.SpawnAsync(
            Program("cat") with { Input = StandardInput.Pipe }, Deadline);
        var sent = new byte[3_000_000];
        new Random(1).NextBytes(sent);
        var received = new MemoryStream();
        var reading = process.Output.CopyToAsync(received, Deadline);
        await process.Input!.WriteAsync(sent, Deadline);
        await process.Input.DisposeAsync();
        await reading;
        Assert.Equal(sent, received.ToArray());
        Assert.Equal(0, (await process.Exited.WaitAsync(Deadline)).ExitCode);
    }

    [Fact]
    public async Task Writing_to_a_program_that_reads_no_more_fails_instead_of_hanging()
    {
        await using var process = await fixture.Launcher.SpawnAsync(
            Program("true") with { Input = StandardInput.Pipe }, Deadline);
        await process.Ended.WaitAsync(Deadline);
        var failure = await Assert.ThrowsAsync<IOException>(() => process.Input!.WriteAsync(new byte[10], Deadline).AsTask());
        Assert.Equal(Errno.EPIPE, failure.HResult);
    }

    [Fact]
    public async Task Private_pipes_are_found_at_3_and_4_whatever_numbers_they_had()
    {
        var (requestReader, requestWriter) = DescriptorPair.Pipe(large: false);
        var (answerReader, answerWriter) = DescriptorPair.Pipe(large: false);
        await using var request = new DescriptorStream(requestWriter);
        await using var answer = new DescriptorStream(answerReader);
        await using var process = await fixture.Launcher.SpawnAsync(
            Shell("while read -r line <&3; do echo \"got $line\" >&4; done") with
            {
                Descriptors = [(4, answerWriter), (3, requestReader)],
            },
            Deadline);
        requestReader.Dispose();
        answerWriter.Dispose();
        await request.WriteAsync(Encoding.UTF8.GetBytes("one\ntwo\n"), Deadline);
        await request.DisposeAsync();
        Assert.Equal("got one\ngot two\n", await ReadTextAsync(answer));
        Assert.Equal("", await ReadTextAsync(process.Output));
    }

    [Fact]
    public async Task A_descriptor_of_the_callers_replaces_standard_output()
    {
        var (reader, writer) = DescriptorPair.Pipe(large: false);
        await using var mine = new DescriptorStream(reader);
        await using var process = await fixture.Launcher.SpawnAsync(
            Shell("echo out; echo err >&2") with { Descriptors = [(1, writer)] }, Deadline);
        writer.Dispose();
        Assert.Equal(("out\n", "err\n"), (await ReadTextAsync(mine), await ReadTextAsync(process.Error)));
        Assert.Throws<InvalidOperationException>(() => process.Output);
    }

    [Fact]
    public async Task A_program_of_another_user_may_reopen_its_output_and_holds_none_of_roots_rights()
    {
        Assert.True(Environment.IsPrivilegedProcess, "Only root can start programs as somebody else.");
        var (exit, output, error) = await fixture.RunAsync(
            Shell("id; grep -E 'Cap(Eff|Prm|Amb)|Groups' /proc/self/status; echo again > /dev/stdout") with
            {
                User = new UserIdentity(54321, 54322),
            });
        Assert.Equal((0, ""), (exit.ExitCode, error));
        Assert.StartsWith("uid=54321 gid=54322 groups=54322\n", output, StringComparison.Ordinal);
        Assert.Contains("Groups:\t \n", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("0000000000000000").Length - 1);
        Assert.EndsWith("again\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nice_limits_and_the_out_of_memory_score_hold()
    {
        var (_, output, _) = await fixture.RunAsync(
            Shell("nice; ulimit -n; ulimit -Hn; cat /proc/self/oom_score_adj") with
            {
                Nice = 7,
                Limits = [new ResourceLimit(ResourceLimit.OpenFiles, 100, 200)],
            });
        Assert.Equal("7\n100\n200\n500\n", output);
    }

    [Fact]
    public async Task A_program_is_the_leader_of_its_own_session_with_every_signal_at_its_default()
    {
        var (_, output, _) = await fixture.RunAsync(
            Program("sh", "-c", "cut -d' ' -f5,6 /proc/$$/stat; echo $$; grep -E 'Sig(Blk|Ign)' /proc/self/status"));
        var lines = output.Split('\n');
        Assert.Equal($"{lines[1]} {lines[1]}", lines[0]);
        Assert.Equal(["SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"], lines[2..4]);
    }
}
