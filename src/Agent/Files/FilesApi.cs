using Agent.Http;
using Agent.Native;
using Ide.Core.Protocol.Access;
using Ide.Core.Protocol.Files;
using Ide.Core.Protocol.Hello;
using Ide.Core.Protocol.Journal;

namespace Agent.Files;

/// <summary>The routes of files. What a call changes is announced to everybody under the caller's name.</summary>
internal static class FilesApi
{
    private static FilesJson Json => FilesJson.Relaxed;

    public static void AddFiles(this IServiceCollection services)
    {
        services.AddSingleton(static services => new SandboxFiles(
            services.GetRequiredService<Launcher>(),
            SandboxPath.TryParse(services.GetRequiredService<AgentConfig>().Environment.GetValueOrDefault("HOME"), out var home) ? home : null));
        services.AddSingleton<FileAnnouncer>();
        services.AddHostedService(static services => services.GetRequiredService<FileAnnouncer>());
        services.AddHostedService<WorkspaceWatch>();
        services.AddWatches();
    }

    public static void MapFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(SandboxRoutes.ReadFile, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.ReadFileRequest);
            await ReadFile.AnswerAsync(context, await RootAsync(context), request, Now(context));
        });
        endpoints.Map(SandboxRoutes.ReadFileStream, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.ReadFileRequest);
            using var content = FileContent.Open(await RootAsync(context), request.Path);
            var sse = new SseWriter(context.Response, context.RequestServices.GetRequiredService<TimeProvider>());
            await ReadFileStream.RunAsync(content, request.Encoding, sse, context.RequestAborted);
        });
        endpoints.Map(SandboxRoutes.FileExists, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.FileExistsRequest);
            var exists = FileExists.Run(await RootAsync(context), request.Path);
            await context.Response.WriteAsync(new(true, request.Path, exists, Now(context)), Json.FileExistsAnswer);
        });
        endpoints.Map(SandboxRoutes.ListFiles, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.ListFilesRequest);
            await context.Response.WriteAsync(ListFiles.Run(await RootAsync(context), request, Now(context)), Json.ListFilesAnswer);
        });
        endpoints.Map(SandboxRoutes.ListPaths, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(Json.ListPathsRequest);
            var answer = await ListPaths.RunAsync(await RootAsync(context), request, Now(context), context.RequestAborted);
            await context.Response.WriteAsync(answer, Json.ListPathsAnswer);
        });
        endpoints.Map(SandboxRoutes.SearchFiles, static async (context, _) =>
        {
            var request = await context.Request.ReadAsync(SearchJson.Relaxed.SearchFilesRequest);
            var sse = new SseWriter(context.Response, context.RequestServices.GetRequiredService<TimeProvider>());
            await new SearchFiles(await RootAsync(context), request, sse).RunAsync(context.RequestAborted);
        });
        endpoints.MapWatches();
        endpoints.MapFileChanges();
        endpoints.MapRawFiles();
    }

    private static void MapFileChanges(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(SandboxRoutes.WriteFile, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.WriteFileRequest, holdsRoom: true);
            var root = await RootAsync(context);
            Announce(context, caller, root, [WriteFile.Run(root, request)]);
            await ChangedAsync(context, request.Path);
        });
        endpoints.Map(SandboxRoutes.DeleteFile, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.DeleteFileRequest);
            var root = await RootAsync(context);
            Announce(context, caller, root, [DeleteFile.Run(root, request)]);
            await ChangedAsync(context, request.Path);
        });
        endpoints.Map(SandboxRoutes.MakeDirectory, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.MakeDirectoryRequest);
            var root = await RootAsync(context);
            Announce(context, caller, root, MakeDirectory.Run(root, request));
            await ChangedAsync(context, request.Path);
        });
        endpoints.Map(SandboxRoutes.RenameFile, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.RenameFileRequest);
            var root = await RootAsync(context);
            Announce(context, caller, root, RenameFile.Run(root, request));
            await MovedAsync(context, request.OldPath, request.NewPath);
        });
        endpoints.Map(SandboxRoutes.MoveFile, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.MoveFileRequest);
            var root = await RootAsync(context);
            Announce(context, caller, root, MoveFile.Run(root, request));
            await MovedAsync(context, request.SourcePath, request.DestinationPath);
        });
        endpoints.Map(SandboxRoutes.CopyFile, static async (context, caller) =>
        {
            var request = await context.Request.ReadAsync(Json.CopyFileRequest);
            var root = await RootAsync(context);
            Announce(context, caller, root, [CopyFile.Run(root, request)]);
            await MovedAsync(context, request.SourcePath, request.DestinationPath);
        });
    }

    private static void MapRawFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.Map(SandboxRoutes.GetRawFile, GetRawAsync);
        endpoints.Map(SandboxRoutes.HeadRawFile, GetRawAsync);
        endpoints.Map(SandboxRoutes.GetArchive, static async (context, _) =>
            await new GetArchive(await RootAsync(context), context).RunAsync(context.Request.RequiredQueryValues<SandboxPath>("path")));
        endpoints.Map(SandboxRoutes.PutRawFile, static async (context, caller) =>
        {
            var path = context.Request.RequiredQueryValue<SandboxPath>("path");
            var root = await RootAsync(context);
            using var place = WriteFile.LocateTarget(root, path);
            var written = await PutRawFile.RunAsync(context, root, place);
            Announce(context, caller, root, [written.ToChange()]);
            context.Response.Headers.ETag = written.Status.ETag;
            context.Response.StatusCode = written.Replaced ? StatusCodes.Status200OK : StatusCodes.Status201Created;
            await context.Response.WriteAsync(
                new(true, path, written.Status.Size, written.Status.ETag, Now(context)), Json.RawFileWritten);
        });
    }

    private static async Task GetRawAsync(HttpContext context, Caller caller)
    {
        using var content = FileContent.Open(await RootAsync(context), context.Request.RequiredQueryValue<SandboxPath>("path"));
        await GetRawFile.RunAsync(context, content);
    }

    private static Task ChangedAsync(HttpContext context, SandboxPath path) =>
        context.Response.WriteAsync(new(true, path, Now(context)), Json.FileChangedAnswer);

    private static Task MovedAsync(HttpContext context, SandboxPath from, SandboxPath to) =>
        context.Response.WriteAsync(new(true, from, to, Now(context)), Json.FileMovedAnswer);

    private static void Announce(HttpContext context, Caller caller, SandboxRoot root, IReadOnlyList<FileChange> changes) =>
        context.RequestServices.GetRequiredService<FileAnnouncer>().AnnounceCall(caller.Actor, root, changes);

    private static Task<SandboxRoot> RootAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<SandboxFiles>().GetRootAsync(context.RequestAborted);

    private static DateTimeOffset Now(HttpContext context) =>
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
