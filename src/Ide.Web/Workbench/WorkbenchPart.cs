using Microsoft.AspNetCore.Components;

namespace Ide.Web.Workbench;

/// <summary>
/// One view of the workbench: what a feature adds to the page. The frame makes the rest of it: its button or tab, the
/// command <c>view.NAME</c> that shows it and takes the keyboard there, and its memory of being open.
/// </summary>
/// <param name="Name">Lower-case letters and dashes. What <c>session.show(NAME)</c> in a module means.</param>
/// <param name="Icon">A symbol of wwwroot/icons/sprite.svg.</param>
/// <param name="Keys">As on the keycaps, for example Ctrl+Shift+E; null when it has none.</param>
public sealed record WorkbenchPart(string Name, string Title, string Icon, string? Keys, RenderFragment Content)
{
    public string Tooltip => Keys is null ? Title : $"{Title} ({Keys})";
}

/// <summary>The views of a page, by the area in which they stand. Tabs of a pane's bar are made from it.</summary>
public sealed record WorkbenchParts(
    IReadOnlyList<WorkbenchPart> Side, IReadOnlyList<WorkbenchPart> Panel, IReadOnlyList<WorkbenchPart> Aside)
{
    /// <summary>The name of the area that holds a view; null when there is no such view.</summary>
    public string? AreaOf(string view) =>
        Side.Any(part => part.Name == view) ? "side"
        : Panel.Any(part => part.Name == view) ? "panel"
        : Aside.Any(part => part.Name == view) ? "aside"
        : null;
}
