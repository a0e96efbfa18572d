using System.Text.Json.Serialization.Metadata;
using Ide.Core.Protocol;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Files;
using Ide.Web.Accounts;
using Ide.Web.Gateway;

namespace Ide.Web.Explorer;

/// <summary>The sandbox API's files, called as the person behind the page.</summary>
internal sealed class AgentFiles(AgentApi api, Caller caller, SandboxId sandbox) : IExplorerFiles
{
    public Task<ListFilesAnswer> ListAsync(SandboxPath directory, CancellationToken cancellationToken) => api.CallAsync(
        caller, sandbox, SandboxRoutes.ListFiles, SandboxRoutes.ListFiles.Pattern,
        JsonContent.Create(new(directory, new ListFilesOptions(IncludeHidden: true)), FilesJson.Relaxed.ListFilesRequest),
        FilesJson.Relaxed.ListFilesAnswer, cancellationToken);

    public async Task CreateFileAsync(SandboxPath path, CancellationToken cancellationToken)
    {
        using var empty = new ByteArrayContent([]);
        var route = $"{SandboxRoutes.PutRawFile.Pattern}?path={Uri.EscapeDataString(path.Value)}";
        using var response = await api.SendAsync(caller, sandbox, SandboxRoutes.PutRawFile, route, empty, cancellationToken, mustBeNew: true);
    }

    public Task CreateFolderAsync(SandboxPath path, bool withParents, CancellationToken cancellationToken) => SendAsync(
        SandboxRoutes.MakeDirectory, new MakeDirectoryRequest(path, withParents), FilesJson.Relaxed.MakeDirectoryRequest, cancellationToken);

    public Task MoveAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken) => SendAsync(
        SandboxRoutes.MoveFile, new MoveFileRequest(path, newPath, overwrite), FilesJson.Relaxed.MoveFileRequest, cancellationToken);

    public Task CopyAsync(SandboxPath path, SandboxPath newPath, bool overwrite, CancellationToken cancellationToken) => SendAsync(
        SandboxRoutes.CopyFile, new CopyFileRequest(path, newPath, overwrite), FilesJson.Relaxed.CopyFileRequest, cancellationToken);

    public Task DeleteAsync(SandboxPath path, CancellationToken cancellationToken) =>
        SendAsync(SandboxRoutes.DeleteFile, new DeleteFileRequest(path, Recursive: true), FilesJson.Relaxed.DeleteFileRequest, cancellationToken);

    private async Task SendAsync<T>(SandboxRoute route, T request, JsonTypeInfo<T> json, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(request, json);
        using var response = await api.SendAsync(caller, sandbox, route, route.Pattern, content, cancellationToken);
    }
}
