namespace Ide.Web.Terminals;

/// <summary>A terminal as the module tells it: the sandbox owns the terminals, this is what the strip shows.</summary>
/// <param name="Place">Its place among those side by side with it that are shown now; null while it is not shown.</param>
public sealed record TerminalTab(string Id, string Name, bool Exited, int? Place = null);
