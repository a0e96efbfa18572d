using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;

namespace Ide.Web.Workbench;

/// <summary>Which sandbox a page shows, and who looks at it; every island gets it when it mounts.</summary>
/// <param name="Me">The name behind what this page does.</param>
/// <param name="Role">What the page offers. What is allowed is decided anew at each call.</param>
public sealed record WorkbenchView(SandboxId Id, string Name, string Me, Role Role)
{
    public SandboxLimits Limits { get; init; } = new();

    /// <summary>Which limit is held by what, each as <c>memory: cgroup</c>.</summary>
    public IReadOnlyList<string> LimitsHeldBy { get; init; } = [];

    public bool CanEdit => Role >= Role.Editor;

    /// <summary>Said on every control that a viewer finds disabled.</summary>
    public const string ViewerReason = "You are a viewer here: you see everything and change nothing";
}
