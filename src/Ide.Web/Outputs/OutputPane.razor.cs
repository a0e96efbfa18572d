namespace Ide.Web.Outputs;

/// <summary>The execution stream. What runs print goes from the hub to the browser's module; nothing of it passes here.</summary>
public sealed partial class OutputPane;
