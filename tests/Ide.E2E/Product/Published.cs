namespace Ide.E2E.Product;

/// <summary>Where <c>./test</c> has published what these tests start.</summary>
internal static class Published
{
    public static string Server { get; } = Find("artifacts/publish/Ide.Web/release_linux-x64");

    public static string Agent { get; } = Find("artifacts/publish/Agent/release_linux-x64");

    /// <summary>A file or folder by its path from the repository's root.</summary>
    public static string InRepository(string relative)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Ide.sln")))
            {
                return Path.Combine(directory.FullName, relative);
            }
        }

        throw new InvalidOperationException("The repository's root is not above the tests.");
    }

    private static string Find(string relative)
    {
        var published = InRepository(relative);
        return Directory.Exists(published)
            ? published
            : throw new InvalidOperationException($"{relative} is not there: run ./test, which publishes it.");
    }
}
