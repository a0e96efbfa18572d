using Agent.Native.FileSystem;
using Ide.Core.Protocol.Files;

namespace Agent.Files;

/// <summary>Whether a path leads to something; of a link, whether it leads somewhere.</summary>
internal static class FileExists
{
    public static bool Run(SandboxRoot root, SandboxPath path)
    {
        using var rights = root.Act();
        using var found = root.TryOpen(path, FileCalls.O_PATH);
        return found is not null
            || (FileErrno.Last is FileErrno.ENOENT or FileErrno.ENOTDIR or FileErrno.ELOOP ? false : throw FileErrno.Failure(path.Value));
    }
}
