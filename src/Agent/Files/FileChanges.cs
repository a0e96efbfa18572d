namespace Agent.Files;

/// <summary>The words of <see cref="Ide.Core.Protocol.Journal.FileChange.Change"/>.</summary>
internal static class FileChanges
{
    public const string Created = "created";
    public const string Modified = "modified";
    public const string Deleted = "deleted";

    /// <summary>Too much at once under this directory: list it again.</summary>
    public const string Overflow = "overflow";
}
