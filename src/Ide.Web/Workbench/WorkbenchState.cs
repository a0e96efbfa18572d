namespace Ide.Web.Workbench;

/// <summary>What the panes of one sandbox page ask of each other. Lives as long as the page.</summary>
public sealed class WorkbenchState
{
    /// <summary>Somebody wants to see a file, by its absolute path; with true, to type in it at once.</summary>
    public event Func<string, bool, Task>? FileOpening;

    /// <summary>A file or folder has a new path: from, to.</summary>
    public event Func<string, string, Task>? FileRenamed;

    /// <summary>This page's person has deleted a file or folder, by its absolute path.</summary>
    public event Func<string, Task>? FileDeleted;

    /// <param name="path">The file's absolute path.</param>
    /// <param name="takesKeyboard">Whether the editor has the keyboard then; false: whoever has it keeps it.</param>
    public Task OpenFileAsync(string path, bool takesKeyboard) => FileOpening?.Invoke(path, takesKeyboard) ?? Task.CompletedTask;

    public Task TellDeletedAsync(string path) => FileDeleted?.Invoke(path) ?? Task.CompletedTask;

    public Task TellRenamedAsync(string from, string to) => FileRenamed?.Invoke(from, to) ?? Task.CompletedTask;
}
