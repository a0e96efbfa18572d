using Agent.Native.FileSystem;

namespace Agent.Files;

/// <summary>What the Agent makes beside a file for the moment until it is renamed into place.</summary>
internal static class TemporaryFiles
{
    /// <summary>Names with it are neither listed nor announced.</summary>
    public const string Prefix = ".~ide-";

    /// <summary>A name that nobody else takes.</summary>
    public static byte[] NewName() => FileNames.Bytes($"{Prefix}{Random.Shared.NextInt64():x}");

    public static bool IsTemporary(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
