using Agent.Files;
using Agent.Native.FileSystem;
using Agent.Tests.Journal;
using Ide.Core.Protocol.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

/// <summary>What everybody is told of changes of files, by the API and by programs.</summary>
public sealed class FilesChangedTests : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();
    private readonly JournalFixture _journal = new();
    private readonly FileAnnouncer _announcer;
    private readonly WorkspaceWatch _watch;

    public FilesChangedTests()
    {
        _announcer = new(_journal.Journal, TimeProvider.System, NullLogger<FileAnnouncer>.Instance);
        _watch = new(new SandboxFiles(_sandbox.Root), _announcer, TimeProvider.System, NullLogger<WorkspaceWatch>.Instance);
    }

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_sandbox.OnMachine("old/deep"));
        Directory.CreateDirectory(_sandbox.OnMachine(".git"));
        await _announcer.StartAsync(default);
        await _watch.StartAsync(default);
        await _watch.Started.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await _watch.StopAsync(default);
        await _announcer.StopAsync(default);
        _watch.Dispose();
        _announcer.Dispose();
        _journal.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public async Task What_a_program_does_is_told_also_in_new_directories()
    {
        Run("bash", "-c", $"cd {_sandbox.Workspace} && echo x > old/deep/a && mkdir -p n1/n2 && echo x > n1/n2/b && mv old/deep moved && echo x > moved/c && rm moved/a");
        await ToldAsync("created /workspace/n1/n2/b", "created /workspace/moved", "created /workspace/moved/c");
        Assert.DoesNotContain(Told(), static change => change.Change == "overflow");
        Assert.All(Events(), static happened => Assert.Equal("system", happened.Actor));
    }

    [Fact]
    public async Task What_the_API_does_is_told_once_and_under_its_callers_name()
    {
        for (var i = 0; i < 20; i++)
        {
            _announcer.AnnounceCall("ann", _sandbox.Root, [WriteFile.Run(_sandbox.Root, new(At($"f{i}"), "x"))]);
        }

        _announcer.AnnounceCall("bob", _sandbox.Root, MakeDirectory.Run(_sandbox.Root, new(At("dir"))));
        _sandbox.Put("last", "a program's");
        await ToldAsync("created /workspace/last", "created /workspace/dir", "created /workspace/f19");
        Assert.Equal(20, Events().Where(static happened => happened.Actor == "ann").Sum(static happened => happened.Changes.Count));
        Assert.Equal(["/workspace/last"], Events().Where(static happened => happened.Actor == "system").SelectMany(static happened => happened.Changes).Select(static change => change.Path).Distinct());
    }

    [Fact]
    public async Task What_a_program_does_right_after_the_API_is_told_too()
    {
        _announcer.AnnounceCall("ann", _sandbox.Root, [WriteFile.Run(_sandbox.Root, new(At("f"), "x"))]);
        _sandbox.Put("f", "changed");
        await Eventually.TrueAsync(() => Events().Any(static happened => happened.Actor == "system" && happened.Changes.Any(static change => change.Path == "/workspace/f")));
    }

    [Fact]
    public async Task The_insides_of_git_and_temporary_files_are_not_told()
    {
        Run("bash", "-c", $"cd {_sandbox.Workspace} && echo x > .git/HEAD && echo x > .~ide-1 && mkdir -p node_modules/a && echo x > node_modules/a/b && echo x > end");
        await ToldAsync("created /workspace/end", "created /workspace/node_modules");
        Assert.DoesNotContain(Told(), static change => change.Path.Contains(".git/", StringComparison.Ordinal) || change.Path.Contains(".~ide", StringComparison.Ordinal) || change.Path.Contains("node_modules/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_files_is_told_as_one_directory_to_list_again_and_the_watch_goes_on()
    {
        // A machine that is busy with other things may make so few at a time that each of them can be told.
        for (var i = 0; !Told().Any(static change => change.Change == "overflow"); i++)
        {
            Assert.True(i < 10, "5000 files at once are told one by one.");
            Run("bash", "-c", $"mkdir {_sandbox.Workspace}/many{i} && cd {_sandbox.Workspace}/many{i} && seq 5000 | xargs touch");
            for (var wait = 0; wait < 40 && !Told().Any(static change => change.Change == "overflow"); wait++)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }

        // The first ones may still belong to the flood.
        for (var i = 0; !Told().Any(static change => change.Path.StartsWith("/workspace/after", StringComparison.Ordinal)); i++)
        {
            Assert.True(i < 400, "The watch does not go on.");
            _sandbox.Put($"after{i}", "x");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(Events().Count() < 1000);
    }

    [Fact]
    public async Task A_log_that_is_written_all_the_time_is_told_ever_more_rarely()
    {
        using (var log = File.AppendText(_sandbox.OnMachine("log")))
        {
            log.AutoFlush = true;
            var until = DateTime.UtcNow.AddSeconds(4);
            while (DateTime.UtcNow < until)
            {
                log.WriteLine("line");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }

        Assert.InRange(Events().Count(), 2, 6);
    }

    [Fact]
    public async Task A_watch_that_fails_is_tried_again_and_then_everybody_is_told_to_list_again()
    {
        var hasFailed = false;
        using var watch = new WorkspaceWatch(
            new SandboxFiles(_sandbox.Root), _announcer, TimeProvider.System, NullLogger<WorkspaceWatch>.Instance)
        {
            Open = () => Interlocked.Exchange(ref hasFailed, true) ? NotifyCalls.Create(NotifyCalls.IN_CLOEXEC | NotifyCalls.IN_NONBLOCK) : -1,
        };
        await _watch.StopAsync(TestContext.Current.CancellationToken);

        await watch.StartAsync(TestContext.Current.CancellationToken);
        await watch.Started.WaitAsync(TestContext.Current.CancellationToken);
        await ToldAsync("overflow /workspace");
        _sandbox.Put("later", "x");
        await ToldAsync("created /workspace/later");
        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task ToldAsync(params string[] changes) => await Eventually.TrueAsync(() =>
        changes.All(wanted => Told().Any(change => $"{change.Change} {change.Path}" == wanted)));

    private IEnumerable<FilesChanged> Events() => _journal.Read(0).OfType<FilesChanged>();

    private IEnumerable<FileChange> Told() => Events().SelectMany(static happened => happened.Changes);
}
