namespace Bench.Hosts;

/// <summary>Where things lie in the repository that is measured.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Server { get; } = Path.Combine(Root, "artifacts/publish/Ide.Web/release_linux-x64/Ide.Web.dll");

    public static string Agent { get; } = Path.Combine(Root, "artifacts/publish/Agent/release_linux-x64");

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Ide.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("The repository's root is not above the benchmark.");
    }
}
