using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ide.Web.Tests;

/// <summary>A test with a server of its own.</summary>
public abstract class WebTest : IAsyncLifetime
{
    protected TestApp App { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The problem that an answer carries: its status and code, which must fit.</summary>
    protected static async Task<string> CodeOfAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonObject>(Cancel);
        Assert.Equal((int)answer.StatusCode, (int)problem!["status"]!);
        Assert.Equal((int)answer.StatusCode, (int)problem["httpStatus"]!);
        Assert.Equal((string)problem["detail"]!, (string)problem["message"]!);
        return (string)problem["code"]!;
    }
}
