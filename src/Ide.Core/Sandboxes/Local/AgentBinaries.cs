using System.Security.Cryptography;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// The Agent and its launcher, copied into a folder of the data directory that is named by their content: a rebuild or an
/// update makes a new folder and does not pull the old one away under sandboxes that still run on it.
/// </summary>
internal sealed class AgentBinaries
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] Names = ["Agent", "ide-launcher"];

    private AgentBinaries(string directory) => Directory = directory;

    /// <summary>Holds the two binaries; mounted read-only into the outer world.</summary>
    public string Directory { get; }

    public string Launcher => Path.Combine(Directory, "ide-launcher");

    /// <param name="source">Where the build has put them.</param>
    /// <param name="dataDirectory">The server's data directory.</param>
    /// <exception cref="AgentException">They are not there.</exception>
    public static AgentBinaries Install(string source, string dataDirectory)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Names)
        {
            var path = Path.Combine(source, name);
            if (!File.Exists(path))
            {
                throw new AgentException(
                    ErrorCode.SandboxUnavailable, $"The sandbox's program {path} is missing: build it with ./run, or name its folder with --agent.");
            }

            hash.AppendData(File.ReadAllBytes(path));
        }

        var target = Path.Combine(dataDirectory, "agents", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
        if (!System.IO.Directory.Exists(target))
        {
            try
            {
                CopyTo(source, target);
            }
            catch (IOException full) when (FullDisk.Is(full))
            {
                throw FullDisk.Refusal(full);
            }
        }

        return new(target);
    }

    /// <summary>Removes the folders that nothing runs from any more, and what a crash has left half copied.</summary>
    public void RemoveOthers(IReadOnlySet<string> inUse)
    {
        foreach (var other in System.IO.Directory.EnumerateDirectories(Path.GetDirectoryName(Directory)!))
        {
            if (other != Directory && !inUse.Contains(other))
            {
                System.IO.Directory.Delete(other, recursive: true);
            }
        }
    }

    /// <summary>Into a folder beside it, then renamed: a crash or a second server leaves nothing half made.</summary>
    private static void CopyTo(string source, string target)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}";
        System.IO.Directory.CreateDirectory(temporary);
        File.SetUnixFileMode(temporary, Executable);
        foreach (var name in Names)
        {
            File.Copy(Path.Combine(source, name), Path.Combine(temporary, name));
            File.SetUnixFileMode(Path.Combine(temporary, name), Executable);
        }

        try
        {
            System.IO.Directory.Move(temporary, target);
        }
        catch (IOException) when (System.IO.Directory.Exists(target))
        {
            System.IO.Directory.Delete(temporary, recursive: true);
        }
    }
}
