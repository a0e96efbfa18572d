using System.Text.Json.Serialization;

namespace Ide.Core.Protocol.Files;

/// <summary>What a search tells. The hierarchy is closed: nested and sealed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(InFile), "matches")]
[JsonDerivedType(typeof(Skipped), "skipped")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Failed), "error")]
public abstract record SearchEvent
{
    private SearchEvent() { }

    /// <summary>The first event: the request is understood.</summary>
    public sealed record Started(SandboxPath Path) : SearchEvent;

    /// <summary>The matches of one file, in their order. Of a file with many there are several events, one after another.</summary>
    /// <param name="ETag">Of the content that was searched; for <c>If-Match</c>.</param>
    public sealed record InFile(
        SandboxPath Path,
        [property: JsonPropertyName("etag")] string ETag,
        [property: JsonPropertyName("matches")] IReadOnlyList<SearchMatch> Found) : SearchEvent;

    /// <summary>A file or directory that was not looked into; past a hundred of them they are only counted.</summary>
    /// <param name="Reason">For people.</param>
    public sealed record Skipped(SandboxPath Path, string Reason) : SearchEvent;

    /// <summary>The last event of a search that came to its end.</summary>
    /// <param name="Files">Looked into.</param>
    /// <param name="Binary">Files that are no text.</param>
    /// <param name="NotRead">Files and directories that are too large or may not be read.</param>
    /// <param name="Truncated">There is more: it stopped at the most matches, or when its time was up.</param>
    /// <param name="Duration">In milliseconds.</param>
    public sealed record Complete(int Matches, int Files, int Binary, int NotRead, bool Truncated, long Duration) : SearchEvent;

    /// <summary>The last event of a search that failed on the way.</summary>
    /// <param name="Code">The wire name of an <see cref="Errors.ErrorCode"/>.</param>
    [method: JsonConstructor]
    public sealed record Failed([property: JsonPropertyName("error")] string Message, string Code) : SearchEvent;
}

/// <summary>One match. Columns, lengths and offsets count UTF-16 code units, as editors and JavaScript do.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1; a byte order mark does not count.</param>
/// <param name="Text">The line, or of a long one what is around the match.</param>
/// <param name="Offset">Of the match in <paramref name="Text"/>.</param>
/// <param name="Replacement">What would stand in its place; null when the request names no replacement.</param>
public sealed record SearchMatch(
    int Line,
    int Column,
    int Length,
    string Text,
    int Offset,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Replacement = null);
