using System.Net.Mime;

namespace Agent.Files;

/// <summary>What every answer with bytes of the sandbox says: to be kept as a file, never to be run or shown as a page.</summary>
internal static class RawHeaders
{
    public static void Set(HttpResponse response, string fileName, string contentType)
    {
        var headers = response.Headers;
        headers.CacheControl = "private, no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        headers.ContentDisposition = $"{DispositionTypeNames.Attachment}; filename*=UTF-8''{Uri.EscapeDataString(fileName)}";
        response.ContentType = contentType;
    }
}
