using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>Reads JSON requests and writes JSON answers.</summary>
internal static class JsonBody
{
    /// <param name="holdsRoom">What is made of a large body is as large, until the request is over: so is its room held.</param>
    /// <exception cref="AgentException">Not JSON, a wrong type, or a missing field: VALIDATION_FAILED with the field's path.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, bool holdsRoom = false)
        where T : class
    {
        using var body = await WholeBody.ReadAsync(request);
        if (holdsRoom && body.TakeStay() is { } stay)
        {
            request.HttpContext.Response.RegisterForDispose(stay);
        }

        try
        {
            return JsonSerializer.Deserialize(body.Bytes, type) ?? throw AgentException.Invalid("$", "expected an object, not null");
        }
        catch (JsonException exception)
        {
            throw BadJson.Refusal(exception);
        }
    }

    public static Task WriteAsync<T>(this HttpResponse response, T body, JsonTypeInfo<T> type)
    {
        response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(response.Body, body, type, response.HttpContext.RequestAborted);
    }
}
