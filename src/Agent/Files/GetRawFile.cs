using System.Globalization;
using System.Net.Mime;
using Ide.Core.Protocol.Errors;

namespace Agent.Files;

/// <summary>
/// A file's bytes, of any size, as they are: streamed, in part where <c>Range</c> asks for it, not at all where
/// <c>If-None-Match</c> says that the client has them. Nothing that it serves can run as a page.
/// </summary>
internal static class GetRawFile
{
    private const int BlockBytes = 64 * 1024;

    public static async Task RunAsync(HttpContext context, FileContent content)
    {
        var (request, response, status) = (context.Request, context.Response, content.Status);
        if (Tags(request.Headers.IfMatch) is { Count: > 0 } wanted && !wanted.Contains("*") && !wanted.Contains(status.ETag))
        {
            throw new AgentException(ErrorCode.RevisionMismatch, $"{content.Path} has been changed.", new() { ["etag"] = status.ETag });
        }

        SetHeaders(response, content);
        if (Tags(request.Headers.IfNoneMatch) is { Count: > 0 } had && (had.Contains("*") || had.Contains(status.ETag)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var range = RawFileRange.Of(request, status);
        response.ContentLength = range.Length;
        if (range.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(
                CultureInfo.InvariantCulture, $"bytes {range.Start}-{range.Start + range.Length - 1}/{status.Size}");
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            await SendAsync(context, content, range);
        }
    }

    /// <summary>The ETags of an <c>If-Match</c> or <c>If-None-Match</c>; a weak one is compared by what follows its <c>W/</c>.</summary>
    public static IReadOnlyList<string> Tags(Microsoft.Extensions.Primitives.StringValues header) =>
        [.. header.ToString()
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static tag => tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag)];

    private static void SetHeaders(HttpResponse response, FileContent content)
    {
        var headers = response.Headers;
        headers.ETag = content.Status.ETag;
        headers.LastModified = content.Status.ModifiedAt.ToString("R", CultureInfo.InvariantCulture);
        headers.AcceptRanges = "bytes";
        RawHeaders.Set(response, content.Path.Name, MimeTypes.ByName(content.Path.Name) ?? MediaTypeNames.Application.Octet);
    }

    private static async Task SendAsync(HttpContext context, FileContent content, RawFileRange range)
    {
        var body = context.Response.BodyWriter;
        for (var sent = 0L; sent < range.Length;)
        {
            var most = (int)Math.Min(BlockBytes, range.Length - sent);
            var count = content.Read(body.GetSpan(BlockBytes)[..most], range.Start + sent);
            if (count == 0)
            {
                // Somebody has cut the file meanwhile: the answer stays short of what it promised, so it is torn.
                throw new AgentException(ErrorCode.StreamError, $"{content.Path} became shorter while it was being read.");
            }

            body.Advance(count);
            sent += count;
            await body.FlushAsync(context.RequestAborted);
        }
    }
}
