namespace Ide.Web.Contexts;

/// <summary>In the status bar: the context that the file in front runs in, and how it stands.</summary>
public sealed partial class ContextStatus;
