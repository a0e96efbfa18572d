namespace Ide.Web.Workbench;

/// <summary>The settings of a browser. They are its own affair: its module reads and writes them, also without a circuit.</summary>
public sealed partial class SettingsDialog;
