using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;
using Ide.Web.Workbench;
using Ide.Web.Workbench.Status;

namespace Ide.Web.Tests.Workbench;

public sealed class ResourceLimitTests
{
    [Fact]
    public void What_limits_a_sandbox_is_said_with_what_holds_it()
    {
        Assert.True(SandboxId.TryParse("demo", out var id));
        var view = new WorkbenchView(id, "Demo", "Ann", Role.Editor)
        {
            Limits = new() { MemoryMb = 2048, Pids = 1024, DiskMb = 1500 },
            LimitsHeldBy = ["memory: cgroup", "pids: rlimit", "cpus: none", "disk: none"],
        };

        Assert.Equal(
            [
                new("memory", "Memory", "2 GB", "for all programs together"),
                new("cpus", "Processors", "none", ""),
                new("pids", "Processes", "1024", "for each program"),
                new("disk", "Disk", "1500 MB", "told, not held"),
            ],
            ResourceLimit.Of(view));
    }
}
