using System.Text.Json.Serialization;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Sandboxes;
using Ide.Web.Accounts;

namespace Ide.Web.Sandboxes;

/// <summary>A sandbox as the management API and the pages show it.</summary>
/// <param name="Members">Who was invited and came. The server's owner belongs to all and is not listed.</param>
/// <param name="Role">What the caller may do in it.</param>
internal sealed record SandboxView(
    SandboxId Id,
    string Name,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    string Provider,
    string? Image,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    string Owner,
    IReadOnlyList<MemberView> Members,
    SandboxLimits Limits,
    IReadOnlyList<string> LimitsHeldBy,
    NetworkAccess Network,
    string? SleepAfter,
    bool KeepAlive,
    DateTimeOffset? DestroyAt,
    IReadOnlyDictionary<string, string> Labels,
    Role Role);

/// <summary>Shows people what they may see of the catalog.</summary>
internal sealed class SandboxViews(ISandboxHost host, SandboxAccess access, Members members)
{
    /// <summary>All that the caller may see, oldest first.</summary>
    public IEnumerable<SandboxView> VisibleTo(Caller caller) =>
        from entry in host.All
        let role = access.RoleOf(caller, entry.Id)
        where role is not null
        orderby entry.CreatedAt, entry.Id.Value
        select View(entry, role.Value);

    /// <summary>One sandbox; null for one that the caller may not see.</summary>
    public SandboxView? Find(Caller caller, SandboxId sandbox) =>
        host.Find(sandbox) is { } entry && access.RoleOf(caller, sandbox) is { } role ? View(entry, role) : null;

    public SandboxView View(SandboxEntry entry, Role role) => new(
        entry.Id, entry.Name, entry.Status, entry.Reason, entry.Provider, entry.Image, entry.CreatedAt, entry.LastUsedAt,
        entry.Owner,
        [.. members.Of(entry.Id).Select(static member => new MemberView(member.Person.Name, member.Role))],
        entry.Limits ?? new(),
        entry.LimitsHeldBy,
        entry.Network,
        entry.SleepAfter is { } sleep ? $"{(long)sleep.TotalSeconds}s" : null,
        entry.KeepAlive,
        entry.DestroyAt,
        entry.Labels,
        role);
}
