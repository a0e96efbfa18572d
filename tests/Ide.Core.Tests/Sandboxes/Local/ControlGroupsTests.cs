using Ide.Core.Protocol;
using Ide.Core.Sandboxes.Local;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>Version 2, which not every machine has: what is written where, on a folder that looks like it.</summary>
public sealed class ControlGroupsTests : IDisposable
{
    private readonly DirectoryInfo _mount = Directory.CreateTempSubdirectory("ide-cgroup-");

    public ControlGroupsTests() => File.WriteAllText($"{_mount}/cgroup.controllers", "cpu memory pids\n");

    public void Dispose() => _mount.Delete(recursive: true);

    [Fact]
    public void In_version_2_one_group_holds_all_limits_of_a_sandbox()
    {
        Assert.True(SandboxId.TryParse("one", out var id));
        var groups = ControlGroups.Find("server", _mount.FullName);

        var (directories, held) = groups.Create(id, new() { MemoryMb = 512, Pids = 64, Cpus = 1.5 });

        var group = Assert.Single(directories);
        Assert.Equal($"{_mount}/ide/one.server", group);
        Assert.Equal(["cpus", "memory", "pids"], held.Order());
        Assert.Equal("536870912", File.ReadAllText($"{group}/memory.max"));
        Assert.Equal("0", File.ReadAllText($"{group}/memory.swap.max"));
        Assert.Equal($"{64 + LimitRules.OwnProcesses}", File.ReadAllText($"{group}/pids.max"));
        Assert.Equal("150000 100000", File.ReadAllText($"{group}/cpu.max"));
        Assert.Equal("+memory +pids +cpu", File.ReadAllText($"{_mount}/ide/cgroup.subtree_control"));
    }

    [Fact]
    public void A_limit_that_is_not_set_is_not_written_and_not_claimed()
    {
        Assert.True(SandboxId.TryParse("one", out var id));

        var (directories, held) = ControlGroups.Find("server", _mount.FullName).Create(id, new() { Pids = 64 });

        Assert.Equal(["pids"], held);
        Assert.Equal(["pids.max"], Directory.EnumerateFiles(Assert.Single(directories)).Select(Path.GetFileName));
    }
}
