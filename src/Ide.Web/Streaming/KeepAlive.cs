namespace Ide.Web.Streaming;

/// <summary>
/// How often the server says something on a silent connection. A page that has heard nothing for twelve seconds
/// (Workbench/KeepAlive.ts) takes the server for gone and says so.
/// </summary>
internal static class KeepAlive
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
}
