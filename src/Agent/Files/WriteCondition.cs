using Agent.Native.FileSystem;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>A write's result.</summary>
/// <param name="Replaced">Something was there before.</param>
internal readonly record struct WrittenFile(SandboxPath Path, FileStatus Status, bool Replaced);

/// <summary>What a writer believes to be there: <c>If-Match</c> and <c>If-None-Match: *</c> (RFC 9110, 13.1).</summary>
/// <param name="Matches">One of these must be the present ETag; <c>*</c> is any; null: no condition.</param>
/// <param name="MustBeNew">Nothing may be there.</param>
internal sealed record WriteCondition(IReadOnlyList<string>? Matches = null, bool MustBeNew = false)
{
    public static WriteCondition None { get; } = new();

    public void Check(Place place, FileStatus? present)
    {
        if (MustBeNew && present is not null)
        {
            throw place.Failure(FileErrno.EEXIST);
        }

        if (Matches is not null && !(present is { } status && (Matches.Contains("*") || Matches.Contains(status.ETag))))
        {
            throw new AgentException(
                ErrorCode.RevisionMismatch,
                present is null ? $"{place.Path} is not there any more." : $"{place.Path} has been changed since it was read.",
                present is { } changed ? new() { ["etag"] = changed.ETag } : null);
        }
    }
}
