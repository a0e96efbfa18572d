namespace Ide.Web.Workbench.Palette;

/// <summary>Every command of the page and every file of the sandbox, a few letters away.</summary>
public sealed partial class CommandPalette;
