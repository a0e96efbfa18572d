using Agent.Files;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using static Agent.Tests.Files.Sandbox;

namespace Agent.Tests.Files;

public sealed class ListPathsTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Files_come_by_their_paths_hidden_ones_too_nearest_first_and_without_what_tools_have_made()
    {
        foreach (var folder in new[] { ".github/workflows", "a/deep", ".git", "node_modules/x", "a/__pycache__" })
        {
            Directory.CreateDirectory(_sandbox.OnMachine(folder));
        }

        foreach (var file in new[] { "z.py", ".env", ".github/workflows/ci.yml", "a/b.py", "a/deep/c.py", ".git/HEAD", "node_modules/x/y.js", "a/__pycache__/b.pyc" })
        {
            _sandbox.Put(file, "");
        }

        _sandbox.Link("link", "z.py");

        Assert.Equal([".env", "z.py", "a/b.py", ".github/workflows/ci.yml", "a/deep/c.py"], (await ListAsync(new(At(".")))).Paths);
        Assert.Equal(8, (await ListAsync(new(At("."), Everywhere: true))).Count);
        Assert.Equal(["b.py", "deep/c.py"], (await ListAsync(new(At("a")))).Paths);
        Assert.Equal(ErrorCode.FileNotFound, (await Assert.ThrowsAsync<AgentException>(() => ListAsync(new(At("nowhere"))))).Code);
    }

    [Fact]
    public async Task More_files_than_a_list_of_entries_holds_are_all_there()
    {
        Run("/bin/bash", "-c", $"cd '{_sandbox.Workspace}' && seq -f 'f%06g' {ListFilesAnswer.MostEntries + 5} | xargs touch");

        var answer = await ListAsync(new(At(".")));

        Assert.Equal((ListFilesAnswer.MostEntries + 5, false), (answer.Count, answer.Truncated));
    }

    private Task<ListPathsAnswer> ListAsync(ListPathsRequest request) =>
        ListPaths.RunAsync(_sandbox.Root, request, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
}
