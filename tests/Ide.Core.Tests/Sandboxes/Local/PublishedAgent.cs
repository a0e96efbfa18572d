namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>The natively compiled Agent that <c>./test</c> has published; sandboxes see no .NET, so no other can run in them.</summary>
internal static class PublishedAgent
{
    public static string Directory { get; } = Find();

    private static string Find()
    {
        const string relative = "artifacts/publish/Agent/release_linux-x64";
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Ide.sln")))
            {
                var published = Path.Combine(directory.FullName, relative);
                return File.Exists(Path.Combine(published, "Agent"))
                    ? published
                    : throw new InvalidOperationException($"{relative} is not there: run ./test, which publishes the Agent.");
            }
        }

        throw new InvalidOperationException("The repository's root is not above the tests.");
    }
}
