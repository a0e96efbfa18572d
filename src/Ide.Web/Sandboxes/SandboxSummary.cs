using System.Globalization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;

namespace Ide.Web.Sandboxes;

/// <summary>One sandbox as the list shows it; equal ones look the same.</summary>
/// <param name="Status">creating, running, sleeping, stopped or failed.</param>
/// <param name="People">How many were invited and came.</param>
/// <param name="LastUsed">In words.</param>
public sealed record SandboxSummary(
    SandboxId Id, string Name, string Status, string? Reason, string Owner, int People, string LastUsed, string Provider,
    string Details, Role Role)
{
    public bool CanEdit => Role >= Role.Editor;

    public bool IsRunning => Status is "running" or "creating";

    internal static SandboxSummary Of(SandboxView view, DateTimeOffset now) => new(
        view.Id, view.Name, view.Status, view.Reason, view.Owner, view.Members.Count, Ago(now - view.LastUsedAt), view.Provider,
        DetailsOf(view), view.Role);

    internal static string Ago(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min ago",
        { TotalHours: < 24 } => $"{(int)time.TotalHours} h ago",
        { TotalDays: < 60 } => $"{(int)time.TotalDays} d ago",
        _ => "long ago",
    };

    private static string DetailsOf(SandboxView view)
    {
        var (memory, cpus) = (view.Limits.MemoryMb, view.Limits.Cpus);
        string[] parts =
        [
            view.Network == NetworkAccess.None ? "no network" : "internet",
            memory is null ? "" : memory % 1024 == 0 ? $"{memory / 1024} GB" : $"{memory} MB",
            cpus is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{cpus} CPU"),
        ];
        return string.Join(" · ", parts.Where(static part => part.Length > 0));
    }
}
