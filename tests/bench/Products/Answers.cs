namespace Bench.Products;

/// <summary>Turns a refusal into an exception that says what was refused and why.</summary>
internal static class Answers
{
    public static async Task SucceededAsync(this HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var request = answer.RequestMessage!;
            var body = await answer.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException(
                $"{request.Method} {request.RequestUri!.PathAndQuery} was answered with {(int)answer.StatusCode}: {body}");
        }
    }
}
