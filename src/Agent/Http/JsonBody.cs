using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ide.Core.Protocol.Errors;

namespace Agent.Http;

/// <summary>Reads JSON requests and writes JSON answers.</summary>
internal static class JsonBody
{
    /// <exception cref="AgentException">Not JSON, a wrong type, or a missing field: VALIDATION_FAILED with the field's path.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted)
                ?? throw AgentException.Invalid("$", "expected an object, not null");
        }
        catch (JsonException exception)
        {
            throw BadJson.Refusal(exception);
        }
        catch (IOException exception) when (exception.IsCallerGone)
        {
            throw new CallerGoneException(exception);
        }
    }

    public static Task WriteAsync<T>(this HttpResponse response, T body, JsonTypeInfo<T> type)
    {
        response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(response.Body, body, type, response.HttpContext.RequestAborted);
    }
}
