namespace Ide.Web.Workbench;

/// <summary>What the panes of one sandbox page ask of each other. Lives as long as the page.</summary>
public sealed class WorkbenchState
{
    /// <summary>Somebody wants to see a file, by its absolute path.</summary>
    public event Func<string, Task>? FileOpening;

    /// <summary>A file or folder has a new path: from, to.</summary>
    public event Func<string, string, Task>? FileRenamed;

    public Task OpenFileAsync(string path) => FileOpening?.Invoke(path) ?? Task.CompletedTask;

    public Task TellRenamedAsync(string from, string to) => FileRenamed?.Invoke(from, to) ?? Task.CompletedTask;
}
