using Ide.Core.Sandboxes.Local;

namespace Ide.Core.Tests.Sandboxes.Local;

public sealed class AgentBinariesTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ide-binaries-");

    public AgentBinariesTests()
    {
        _root.CreateSubdirectory("built");
        Build("first");
    }

    private string Built => Path.Combine(_root.FullName, "built");

    private string[] Folders => [.. Directory.EnumerateDirectories(Path.Combine(_root.FullName, "agents")).Order()];

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_rebuild_makes_a_new_folder_and_leaves_the_old_one_whole()
    {
        var first = AgentBinaries.Install(Built, _root.FullName);
        Build("second");

        var second = AgentBinaries.Install(Built, _root.FullName);

        Assert.Equal("first Agent", File.ReadAllText(Path.Combine(first.Directory, "Agent")));
        Assert.Equal("second ide-launcher", File.ReadAllText(second.Launcher));
    }

    [Fact]
    public void The_same_build_is_installed_once()
    {
        var first = AgentBinaries.Install(Built, _root.FullName);

        Assert.Equal(first.Directory, AgentBinaries.Install(Built, _root.FullName).Directory);
        Assert.Single(Folders);
    }

    [Fact]
    public void Folders_that_nothing_runs_from_and_half_copies_are_removed()
    {
        var first = AgentBinaries.Install(Built, _root.FullName);
        Build("second");
        AgentBinaries.Install(Built, _root.FullName);
        Build("third");
        var third = AgentBinaries.Install(Built, _root.FullName);
        Directory.CreateDirectory($"{third.Directory}.half");

        third.RemoveOthers(new HashSet<string> { first.Directory });

        Assert.Equal(new[] { first.Directory, third.Directory }.Order(), Folders);
    }

    private void Build(string version)
    {
        foreach (var name in new[] { "Agent", "ide-launcher" })
        {
            File.WriteAllText(Path.Combine(Built, name), $"{version} {name}");
        }
    }
}
