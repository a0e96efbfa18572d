namespace Ide.Web.Workbench.News;

/// <summary>Tells of runs that end and runs that ask: to who listens, and to who is elsewhere.</summary>
public sealed partial class RunAnnouncements;
