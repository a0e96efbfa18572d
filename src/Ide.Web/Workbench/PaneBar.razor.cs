using Microsoft.AspNetCore.Components;

namespace Ide.Web.Workbench;

/// <summary>The bar at the head of a view. A view puts its own tools into it; the name and the rest come from the frame.</summary>
public sealed partial class PaneBar : ComponentBase
{
    private string? _area;

    /// <summary>The name of the view, as its part has it.</summary>
    [Parameter, EditorRequired]
    public required string For { get; set; }

    /// <summary>What the bar says where tabs do not.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Null outside of a frame.</summary>
    [CascadingParameter]
    public WorkbenchParts? Parts { get; set; }

    private IEnumerable<(WorkbenchPart Part, string Area)> Neighbours =>
        Parts!.Aside.Select(static part => (part, "aside")).Concat(Parts.Panel.Select(static part => (part, "panel")));

    protected override void OnParametersSet() => _area = Parts?.AreaOf(For);
}
