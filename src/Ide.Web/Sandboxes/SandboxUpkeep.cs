using Ide.Core.Sandboxes;
using Ide.Web.Hosting;

namespace Ide.Web.Sandboxes;

/// <summary>Looks from time to time whether what the sandboxes need beside their Agents is still there.</summary>
internal sealed class SandboxUpkeep(SandboxLifecycle lifecycle, TimeProvider time) : PeriodicService(Period, time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    protected override Task LookAsync(CancellationToken stopping) => lifecycle.MendAsync(stopping);
}
