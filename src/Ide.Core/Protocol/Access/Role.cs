using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Access;

/// <summary>What somebody may do in a sandbox. Ordered: a higher role may do all that a lower one may.</summary>
[JsonConverter(typeof(NamedEnumConverter<Role>))]
public enum Role
{
    /// <summary>Sees everything and changes nothing.</summary>
    [JsonStringEnumMemberName("viewer")]
    Viewer,

    /// <summary>Runs code, writes files, types in terminals.</summary>
    [JsonStringEnumMemberName("editor")]
    Editor,

    /// <summary>Also invites people, changes limits, deletes the sandbox.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>A role's name on the wire.</summary>
public static class RoleNames
{
    public static string ToWire(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Editor => "editor",
        Role.Owner => "owner",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static Role? Parse(string? text) => text switch
    {
        "viewer" => Role.Viewer,
        "editor" => Role.Editor,
        "owner" => Role.Owner,
        _ => null,
    };
}
