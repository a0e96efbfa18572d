namespace Ide.Web.Workbench;

/// <summary>Which keys there are. Its module lists what is registered at the moment of asking.</summary>
public sealed partial class ShortcutsDialog;
