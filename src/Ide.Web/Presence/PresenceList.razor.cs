namespace Ide.Web.Presence;

/// <summary>Who is in the sandbox now, as the stream tells it.</summary>
public sealed partial class PresenceList;
