using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Files;
using Ide.Web.Explorer;

namespace Ide.Web.Tests.Explorer;

/// <summary>Files in memory: paths, those of folders with a slash at the end.</summary>
internal sealed class FakeFiles(params string[] paths) : IExplorerFiles
{
    public SortedSet<string> Paths { get; } = new(paths, StringComparer.Ordinal);

    /// <summary>Every folder that was listed, in order.</summary>
    public List<string> Listed { get; } = [];

    /// <summary>What every call is refused with; null: none is.</summary>
    public string? Refusal { get; set; }

    /// <summary>What happens while a folder is being listed; null: nothing.</summary>
    public Action? Listing { get; set; }

    public Task<ListFilesAnswer> ListAsync(SandboxPath directory, CancellationToken cancellationToken)
    {
        Check();
        Listing?.Invoke();
        Listed.Add(directory.Value);
        var prefix = directory.Value + "/";
        if (directory != SandboxPath.Workspace && !Paths.Contains(prefix))
        {
            throw new AgentException(ErrorCode.FileNotFound, $"There is no {directory}.");
        }

        FileEntry[] entries =
        [
            .. from path in Paths
               where path.StartsWith(prefix, StringComparison.Ordinal) && path != prefix
               let rest = path[prefix.Length..]
               where !rest.TrimEnd('/').Contains('/', StringComparison.Ordinal)
               select new FileEntry(
                   rest.TrimEnd('/'), path.TrimEnd('/'), rest.TrimEnd('/'), rest.EndsWith('/') ? FileType.Directory : FileType.File,
                   0, DateTimeOffset.UnixEpoch, "rw-r--r--", new(true, true, false)),
        ];
        return Task.FromResult(new ListFilesAnswer(true, directory, entries, entries.Length, Truncated: false, DateTimeOffset.UnixEpoch));
    }

    public Task CreateFileAsync(SandboxPath path, CancellationToken cancellationToken) => Add(path.Value);

    public Task CreateFolderAsync(SandboxPath path, bool withParents, CancellationToken cancellationToken)
    {
        if (withParents)
        {
            for (var folder = path; folder != SandboxPath.Workspace; folder = folder.Parent)
            {
                Paths.Add(folder.Value + "/");
            }

            return Task.CompletedTask;
        }

        return Add(path.Value + "/");
    }

    public async Task MoveAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken)
    {
        await CopyAsync(path, newPath, overwrite, cancellationToken);
        await DeleteAsync(path, cancellationToken);
    }

    public Task CopyAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken)
    {
        Check();
        if (!overwrite && (Paths.Contains(newPath.Value) || Paths.Contains(newPath.Value + "/")))
        {
            throw new AgentException(ErrorCode.FileExists, $"{newPath} is there already.");
        }

        var moving = Paths.Where(other => other == path.Value || other.StartsWith(path.Value + "/", StringComparison.Ordinal)).ToList();
        if (moving.Count == 0)
        {
            throw new AgentException(ErrorCode.FileNotFound, $"There is no {path}.");
        }

        Paths.UnionWith(moving.Select(other => newPath.Value + other[path.Value.Length..]));
        return Task.CompletedTask;
    }

    public Task DeleteAsync(SandboxPath path, CancellationToken cancellationToken)
    {
        Check();
        Paths.RemoveWhere(other => other == path.Value || other.StartsWith(path.Value + "/", StringComparison.Ordinal));
        return Task.CompletedTask;
    }

    private Task Add(string path)
    {
        Check();
        return Paths.Add(path)
            ? Task.CompletedTask
            : throw new AgentException(ErrorCode.FileExists, $"{path} is there already.");
    }

    private void Check()
    {
        if (Refusal is { } refusal)
        {
            throw new AgentException(ErrorCode.SandboxUnavailable, refusal);
        }
    }
}
