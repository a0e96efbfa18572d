namespace Ide.Core.Sandboxes.Local;

/// <summary>Removes a tree that its user may have made hard to remove: directories without permission to write or to list.</summary>
internal static class DirectoryRemoval
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            OpenUp(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void OpenUp(string directory)
    {
        File.SetUnixFileMode(directory, OwnerOnly);
        foreach (var child in new DirectoryInfo(directory).EnumerateDirectories())
        {
            if (child.LinkTarget is null)
            {
                OpenUp(child.FullName);
            }
        }
    }
}
