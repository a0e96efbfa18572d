using System.Diagnostics;

namespace Ide.Web.Tests.Hosting;

/// <summary>
/// What <c>./run</c> says on a machine that lacks something: the script itself, in a folder of its own, on a PATH where dotnet,
/// node and npm are what a test wants them to be.
/// </summary>
public sealed class RunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ide-run-").FullName;

    public RunTests()
    {
        foreach (var file in new[] { "run", "eng/prerequisites.sh", "eng/product.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.Copy(InRepository(file), Path.Combine(_folder, file));
        }

        foreach (var name in new[] { "bash", "cat", "df", "dirname", "find", "id", "mkdir", "mv", "sh", "sort", "stat", "tail", "touch" })
        {
            File.CreateSymbolicLink(Program(name), $"/usr/bin/{name}");
        }

        File.WriteAllText(Path.Combine(_folder, "package-lock.json"), "{}");
        Have("dotnet", "echo 10.0.100");
        Have("node", "echo v20.1.0");
        Have("npm", "mkdir -p node_modules && touch node_modules/.package-lock.json");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_dotnet_its_address_is_named()
    {
        File.Delete(Program("dotnet"));

        Assert.Equal("The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download) and run this again.", await RefusalAsync());
    }

    [Fact]
    public async Task Another_SDK_than_the_one_that_is_needed_is_said()
    {
        Have("dotnet", "echo 'A compatible .NET SDK was not found.'; exit 155");

        Assert.Equal(
            "The .NET 10 SDK is missing, this machine's dotnet has another: install it (https://dotnet.microsoft.com/download) and run this again.",
            await RefusalAsync());
    }

    [Fact]
    public async Task A_dotnet_that_does_not_run_is_quoted()
    {
        Have("dotnet", "echo 'No usable ICU here.' >&2; exit 134");

        Assert.Equal("No usable ICU here.\nThis machine's dotnet does not run; what it said is above.", await RefusalAsync());
    }

    [Theory]
    [InlineData("node")]
    [InlineData("npm")]
    public async Task Without_node_or_npm_their_address_is_named(string missing)
    {
        File.Delete(Program(missing));

        Assert.Equal("Node 20 with npm is missing: install it (https://nodejs.org) and run this again.", await RefusalAsync());
    }

    [Fact]
    public async Task An_old_node_is_told_which_is_needed()
    {
        Have("node", "echo v18.19.0");

        Assert.Equal("Node 18.19.0 is too old: version 20 or newer is needed.", await RefusalAsync());
    }

    [Fact]
    public async Task What_npm_says_is_shown_with_the_sentence()
    {
        Have("npm", "echo 'npm error network'; exit 1");

        Assert.Equal("Installing the npm packages\nnpm error network\nnpm ci failed; what it said is above.", await RefusalAsync());
    }

    [Theory]
    [InlineData("npm", "npm error code ENOSPC", "Installing the npm packages")]
    [InlineData("dotnet", "error MSB3491: No space left on device : /a", "Installing the npm packages\nBuilding Agent")]
    public async Task Whoever_finds_the_disk_full_one_sentence_says_so_and_what_to_do(string tool, string says, string before)
    {
        Have(tool, $"[ $1 != --version ] || exit 0; echo '{says}'; exit 1");

        var lines = await RefusalAsync();

        Assert.StartsWith($"{before}\nNo room is left on the disk of /", lines, StringComparison.Ordinal);
        Assert.EndsWith(": free some (a first start takes about 4 GB) and run this again.", lines, StringComparison.Ordinal);
        Assert.Equal(before.Split('\n').Length + 1, lines.Split('\n').Length);
    }

    [Fact]
    public async Task A_tool_that_dies_of_a_full_disk_without_a_word_is_understood()
    {
        Have("dotnet", "[ $1 = --version ] || exit 139");
        var small = Directory.CreateDirectory(Path.Combine(_folder, "small")).FullName;

        var said = await RefusalAsync(
            "unshare", "--user", "--map-root-user", "--mount", "/bin/sh", "-c",
            "mount -t tmpfs -o size=1m none $0/small; cp -r $0/run $0/eng $0/package-lock.json $0/small; "
            + "head -c 2m /dev/zero >$0/small/full 2>/dev/null; cd $0/small; PATH=$0/bin exec ./run",
            _folder);

        Assert.Equal(
            $"Installing the npm packages\nBuilding Agent\nNo room is left on the disk of {small}: free some (a first start takes about 4 GB) and run this again.",
            said);
    }

    /// <returns>All that was said, by a start that must have failed.</returns>
    private async Task<string> RefusalAsync(params string[] command)
    {
        var start = command is [var program, .. var arguments]
            ? new ProcessStartInfo(program, arguments)
            : new ProcessStartInfo(Path.Combine(_folder, "run")) { Environment = { ["PATH"] = Path.Combine(_folder, "bin") } };
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var run = Process.Start(start)!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        var said = (await output + await error).Trim();
        Assert.True(run.ExitCode != 0, said);
        return said;
    }

    private string Program(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        return Path.Combine(_folder, "bin", name);
    }

    private void Have(string name, string script)
    {
        File.WriteAllText(Program(name), $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Program(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string InRepository(string file)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Ide.sln")))
            {
                return Path.Combine(directory.FullName, file);
            }
        }

        throw new InvalidOperationException("The repository's root is not above the tests.");
    }
}
