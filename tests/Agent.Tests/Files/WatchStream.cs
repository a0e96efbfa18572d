using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Agent.Tests.Files;

/// <summary>An open <c>POST /api/watch</c>, read event by event.</summary>
internal sealed class WatchStream : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IAsyncEnumerator<(long Id, JsonObject Event)> _events;

    private WatchStream(IAsyncEnumerator<(long, JsonObject)> events) => _events = events;

    public JsonObject First { get; private set; } = null!;

    /// <summary>Begins, and waits until nothing is missed any more.</summary>
    public static async Task<WatchStream> OpenAsync(AgentFixture agent, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/watch") { Content = JsonContent.Create(body) };
        var watch = new WatchStream(agent.StreamAsync(request).GetAsyncEnumerator());
        watch.First = (await watch.NextAsync())!;
        Assert.Equal("watching", (string)watch.First["type"]!);
        return watch;
    }

    /// <returns>Null at the end.</returns>
    public async Task<JsonObject?> NextAsync() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(Patience) ? _events.Current.Event : null;

    /// <summary>What is told until all of these were, whatever comes between.</summary>
    public async Task<List<string>> UntilAsync(string below, params string[] wanted)
    {
        var (told, missing) = (new List<string>(), wanted.ToHashSet());
        while (missing.Count > 0)
        {
            var next = await NextAsync();
            Assert.True(next is not null, $"It ended with: {string.Join(", ", told)}");
            told.Add(Text(next, below));
            missing.Remove(told[^1]);
        }

        return told;
    }

    /// <summary>What is told from now to the end.</summary>
    public async Task<List<JsonObject>> RestAsync()
    {
        var told = new List<JsonObject>();
        while (await NextAsync() is { } next)
        {
            told.Add(next);
        }

        return told;
    }

    /// <param name="below">What paths begin with.</param>
    public static string Text(JsonObject told, string below)
    {
        var path = ((string?)told["path"])?.Replace(below, "", StringComparison.Ordinal).TrimStart('/');
        return (string)told["type"]! == "event"
            ? $"{told["eventType"]} {path}{((bool)told["isDirectory"]! ? "/" : "")}"
            : $"{told["type"]} {path}";
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
