using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Testing;

/// <summary>
/// A browser on the hub, down to the socket: SignalR's JSON protocol by hand, so that a test can stop reading, or say what
/// no library would.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode?>> _calls = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _ids;
    private Task _reading = Task.CompletedTask;

    /// <summary>All events so far, in the order in which they came.</summary>
    public ConcurrentQueue<JsonObject> Events { get; } = [];

    /// <summary>What the server said of its own connection to the sandbox.</summary>
    public ConcurrentQueue<JsonObject> States { get; } = [];

    /// <summary>The journals that the server told to start over with.</summary>
    public ConcurrentQueue<string> Resets { get; } = [];

    /// <summary>Completes when the server has closed the connection, or cut it.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The seqs of the events so far, without those that have none.</summary>
    public long[] Seqs => [.. Events.Select(static item => (long?)item["seq"]).OfType<long>()];

    public bool IsCaughtUp => Events.Any(static item => (string?)item["type"] == "caught_up");

    public static async Task<HubClient> ConnectAsync(
        TestApp app, string? token = TestApp.OwnersToken, string? cookie = null, string? origin = null, bool reads = true)
    {
        var client = new HubClient();
        if (cookie is not null)
        {
            client._socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            client._socket.Options.SetRequestHeader("Origin", origin);
        }

        var query = token is null ? "" : $"?token={token}";
        await client._socket.ConnectAsync(new($"ws://{app.Address.Authority}/hubs/sandbox{query}"), default);
        await client.SendRawAsync("""{"protocol":"json","version":1}""");
        await client.ReceiveHandshakeAsync();
        if (reads)
        {
            client.StartReading();
        }

        return client;
    }

    /// <summary>For a client that was slow to begin.</summary>
    public void StartReading() => _reading = ReadAsync();

    /// <summary>Calls a method of the hub.</summary>
    /// <exception cref="InvalidOperationException">The hub refused; the message is its own.</exception>
    public async Task<JsonNode?> CallAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _ids).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonNode?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await SendRawAsync(JsonSerializer.Serialize(
            new { type = 1, invocationId = id, target = method, arguments }, JsonSerializerOptions.Web));
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task SendRawAsync(string message)
    {
        await _sending.WaitAsync();
        try
        {
            byte[] framed = [.. Encoding.UTF8.GetBytes(message), RecordSeparator];
            await _socket.SendAsync(framed, WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveHandshakeAsync()
    {
        var one = new byte[1];
        do
        {
            await _socket.ReceiveAsync(one.AsMemory(), default);
        }
        while (one[0] != RecordSeparator);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[256 * 1024];
        var pending = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), default);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                foreach (var piece in buffer.AsMemory(0, received.Count).Span)
                {
                    if (piece != RecordSeparator)
                    {
                        pending.WriteByte(piece);
                        continue;
                    }

                    Handle(JsonNode.Parse(pending.GetBuffer().AsSpan(0, (int)pending.Length))!.AsObject());
                    pending.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut; what matters is that it is over.
        }

        _closed.TrySetResult();
        foreach (var call in _calls.Values)
        {
            call.TrySetException(new InvalidOperationException("The connection is over."));
        }
    }

    private void Handle(JsonObject message)
    {
        const int invocation = 1;
        const int completion = 3;
        var type = (int)message["type"]!;
        if (type == completion && _calls.TryRemove((string)message["invocationId"]!, out var call))
        {
            if ((string?)message["error"] is { } error)
            {
                call.TrySetException(new InvalidOperationException(error));
            }
            else
            {
                call.TrySetResult(message["result"]?.DeepClone());
            }
        }
        else if (type == invocation)
        {
            var argument = message["arguments"]![0]!;
            switch ((string?)message["target"])
            {
                case "events":
                    foreach (var item in argument.AsArray())
                    {
                        Events.Enqueue(item!.AsObject());
                    }

                    break;
                case "state":
                    States.Enqueue(argument.AsObject());
                    break;
                case "reset":
                    Resets.Enqueue((string)argument!);
                    break;
            }
        }
    }
}
