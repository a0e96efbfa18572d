using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>
/// Tells what changes at a path for as long as the call lasts (<see cref="WatchEvent"/>). The format is that of the Cloudflare
/// Sandbox SDK's container API (<c>WatchRequest</c> of its shared types), whose clients work with it; ours is that nothing but the
/// caller's rights bounds the path. Refused: 404 FILE_NOT_FOUND without the path; 400 VALIDATION_FAILED for a glob or an event that
/// nobody knows; 429 TOO_MANY_REQUESTS beyond eight watches of a sandbox at once, or when the machine has no inotify instance left;
/// 429 QUOTA_EXCEEDED for more than 16,384 directories.
/// </summary>
/// <param name="Path">
/// A directory, or a single file, through a link to it. A file is watched by its name: it may be deleted and come again, as editors
/// save. Links below are told and not followed; what is mounted below is not entered.
/// </param>
/// <param name="Recursive">
/// Also in all directories below, and in those that come; the SDK's default. Those that tools fill (<c>.git</c>, <c>node_modules</c>,
/// <c>__pycache__</c>, …) are told and not entered, unless <paramref name="Include"/> names them or they hold the path.
/// </param>
/// <param name="Include">At most 100 globs, as in <see cref="SearchFilesRequest.Exclude"/>; only what one of them matches is told.</param>
/// <param name="Exclude">At most 100 globs; what one of them matches is neither told nor entered.</param>
/// <param name="Events">All but <see cref="FileWatchEventType.Attrib"/> when absent or empty.</param>
public sealed record WatchFilesRequest(
    SandboxPath Path,
    bool Recursive = true,
    IReadOnlyList<string>? Include = null,
    IReadOnlyList<string>? Exclude = null,
    IReadOnlyList<FileWatchEventType>? Events = null);

/// <summary>
/// Asks whether anything of what a <see cref="WatchFilesRequest"/> would tell happened since an earlier check, without an open
/// stream (<c>CheckChangesRequest</c> of the SDK). Refused as a watch is, but for its bound: of checks the eight asked for last are
/// kept, each for ten minutes after it was asked for.
/// </summary>
/// <param name="Since">
/// The <see cref="CheckChangesAnswer.Version"/> of an earlier check of the same path with the same globs and events; 400
/// VALIDATION_FAILED for anything that no check ever answers. Absent: begins, and answers <c>unchanged</c>.
/// </param>
public sealed record CheckChangesRequest(
    SandboxPath Path,
    string? Since = null,
    bool Recursive = true,
    IReadOnlyList<string>? Include = null,
    IReadOnlyList<string>? Exclude = null,
    IReadOnlyList<FileWatchEventType>? Events = null)
{
    /// <summary>What is checked, as a watch of it.</summary>
    [JsonIgnore]
    public WatchFilesRequest Watch => new(Path, Recursive, Include, Exclude, Events);
}

/// <summary>What happened to a name, in the words of inotify (7).</summary>
[JsonConverter(typeof(NamedEnumConverter<FileWatchEventType>))]
public enum FileWatchEventType
{
    /// <summary>It is new. Of a directory that appears with what is in it, some names may be told twice.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>It was written to, closed after it could be, or replaced as a whole by a call of this API.</summary>
    [JsonStringEnumMemberName("modify")]
    Modify,

    [JsonStringEnumMemberName("delete")]
    Delete,

    /// <summary>It has another name or place now. One that is watched and wanted, too, is told next, as <see cref="MoveTo"/>.</summary>
    [JsonStringEnumMemberName("move_from")]
    MoveFrom,

    /// <summary>It came from another name or place, perhaps over something that was there.</summary>
    [JsonStringEnumMemberName("move_to")]
    MoveTo,

    /// <summary>Its mode, owner or times were changed.</summary>
    [JsonStringEnumMemberName("attrib")]
    Attrib,
}
