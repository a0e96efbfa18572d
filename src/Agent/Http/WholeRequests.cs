using Microsoft.AspNetCore.Http.Features;

namespace Agent.Http;

/// <summary>
/// Reads what an operation left of its request's body before the answer ends. Over HTTP/2 an answer that ends first resets
/// the stream. The gateway may still be sending the body then, takes the reset for a failure, and cuts its caller off from
/// an answer that was whole.
/// </summary>
internal static class WholeRequests
{
    /// <summary>Of a body that nobody wanted. The caller of a larger one, refused early, may be cut off.</summary>
    private const int MostBytes = 32 << 20;

    private const int PieceBytes = 16 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static void UseWholeRequests(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
            && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true })
        {
            await ReadRestAsync(context);
        }
    });

    private static async Task ReadRestAsync(HttpContext context)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        stopping.CancelAfter(Limit);
        var piece = new byte[PieceBytes];
        try
        {
            // The answer must not wait for what its caller may send only after it.
            await context.Response.Body.FlushAsync(stopping.Token);
            for (var left = MostBytes; left > 0;)
            {
                var count = await context.Request.Body.ReadAsync(piece, stopping.Token);
                if (count == 0)
                {
                    return;
                }

                left -= count;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The caller is gone, or too slow, or sent more than the route takes and was told so.
        }
    }
}
