using System.IO.Pipelines;

namespace Agent.Http;

/// <summary>Reads a request's body, and tells that its caller has gone apart from failures of our own.</summary>
internal static class RequestBody
{
    /// <exception cref="CallerGoneException">The body ended before it was whole.</exception>
    public static async ValueTask<ReadResult> ReadBodyAsync(this HttpRequest request)
    {
        try
        {
            return await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
        }
        catch (IOException exception) when (exception.IsCallerGone)
        {
            throw new CallerGoneException(exception);
        }
    }

    extension(IOException exception)
    {
        /// <summary>A body that is too large, or no HTTP, is answered.</summary>
        public bool IsCallerGone => exception is not BadHttpRequestException;
    }
}
