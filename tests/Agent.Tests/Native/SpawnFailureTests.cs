using Agent.Native;
using static Agent.Tests.Native.LauncherFixture;

namespace Agent.Tests.Native;

public sealed class SpawnFailureTests(LauncherFixture fixture) : IClassFixture<LauncherFixture>, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public Task A_program_that_does_not_exist_is_no_such_file() =>
        FailsAsync(Program("no-such-program"), SpawnStage.Execute, Errno.ENOENT);

    [Fact]
    public Task A_name_without_PATH_is_looked_up_in_the_usual_directories_only() =>
        FailsAsync(Program("ldconfig") with { Environment = new Dictionary<string, string>() }, SpawnStage.Execute, Errno.ENOENT);

    [Fact]
    public Task A_file_that_is_not_executable_is_access_denied() =>
        FailsAsync(Program("/etc/passwd"), SpawnStage.Execute, Errno.EACCES);

    [Fact]
    public Task A_missing_working_directory_is_told_as_such() =>
        FailsAsync(Program("true") with { WorkingDirectory = $"{_directory}/none" }, SpawnStage.WorkingDirectory, Errno.ENOENT);

    [Fact]
    public Task A_working_directory_that_is_a_file_is_told_as_such() =>
        FailsAsync(
            Program("true") with { WorkingDirectory = "/etc/passwd", CreateWorkingDirectory = true },
            SpawnStage.WorkingDirectory,
            Errno.ENOTDIR);

    [Fact]
    public Task An_argument_with_a_NUL_is_refused_rather_than_cut() =>
        FailsAsync(Program("echo", "a\0b"), SpawnStage.Request, Errno.EINVAL);

    [Fact]
    public Task A_request_of_more_than_4_MiB_is_refused() =>
        FailsAsync(Program("echo", new string('x', 5 << 20)), SpawnStage.Request, 7);

    [Fact]
    public Task A_limit_that_the_kernel_refuses_is_told_as_such() =>
        FailsAsync(
            Program("true") with { Limits = [new ResourceLimit(ResourceLimit.OpenFiles, 100, 50)] }, SpawnStage.Limits, Errno.EINVAL);

    [Fact]
    public Task An_impossible_descriptor_number_is_refused() =>
        FailsAsync(Program("true") with { Descriptors = [(64, File.OpenHandle("/dev/null"))] }, SpawnStage.Request, Errno.EINVAL);

    [Fact]
    public async Task Two_mebibytes_of_arguments_and_environment_arrive()
    {
        var arguments = Enumerable.Range(0, 15).Select(_ => new string('a', 100_000)).ToArray();
        var (exit, output, _) = await fixture.RunAsync(Program(["bash", "-c", "IFS=; x=\"$*\"; echo $# ${#x}", "bash", .. arguments]));
        Assert.Equal((0, "15 1500000\n"), (exit.ExitCode, output));
    }

    [Fact]
    public async Task A_missing_working_directory_is_made_when_asked_for()
    {
        var wanted = $"{_directory}/a/b/c";
        var (exit, output, _) = await fixture.RunAsync(
            Program("pwd") with { WorkingDirectory = wanted, CreateWorkingDirectory = true });
        Assert.Equal((0, wanted + "\n"), (exit.ExitCode, output));
    }

    [Fact]
    public async Task A_script_without_an_interpreter_line_runs_in_sh()
    {
        await fixture.RunAsync(Shell($"echo 'echo \"$0 $1\"' > {_directory}/script; chmod +x {_directory}/script"));
        var (exit, output, _) = await fixture.RunAsync(
            Program("script", "word") with { Environment = new Dictionary<string, string> { ["PATH"] = $"/none:{_directory}" } });
        Assert.Equal((0, $"{_directory}/script word\n"), (exit.ExitCode, output));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task FailsAsync(SpawnRequest request, SpawnStage stage, int errno)
    {
        var failure = await Assert.ThrowsAsync<SpawnException>(
            () => fixture.Launcher.SpawnAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal((stage, errno), (failure.Stage, failure.Errno));
    }
}
