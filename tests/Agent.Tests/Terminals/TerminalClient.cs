using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Agent.Tests.Terminals;

/// <summary>One viewer: keeps all that it was sent, and waits for what it is to see.</summary>
internal sealed class TerminalClient : IAsyncDisposable
{
    private readonly WebSocket _socket;
    private readonly Lock _gate = new();
    private readonly MemoryStream _bytes = new();
    private readonly List<JsonNode> _notices = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private bool _isDisposed;

    public TerminalClient(WebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Set to stop taking anything off the socket.</summary>
    public bool IsPaused { get; set; }

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes.ToArray();
            }
        }
    }

    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _bytes.Length;
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public bool IsClosed => _reading.IsCompleted;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public IReadOnlyList<JsonNode> Notices
    {
        get
        {
            lock (_gate)
            {
                return [.. _notices];
            }
        }
    }

    public JsonNode Ready => Notices[0];

    public JsonNode? Last(string type) => Notices.LastOrDefault(notice => (string)notice["type"]! == type);

    public Task TypeAsync(string text) => TypeAsync(Encoding.UTF8.GetBytes(text));

    public Task TypeAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, TestContext.Current.CancellationToken);

    public Task SayAsync(object control) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(control as string ?? System.Text.Json.JsonSerializer.Serialize(control)),
        WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public async Task SeeAsync(string text) => await UntilAsync(() => Text.Contains(text, StringComparison.Ordinal), () => $"to see {text}");

    public async Task HearAsync(string type, Func<JsonNode, bool>? which = null) => await UntilAsync(
        () => Notices.Any(notice => (string)notice["type"]! == type && which?.Invoke(notice) != false), () => $"to hear {type}");

    public async Task UntilAsync(Func<bool> condition, Func<string>? what = null, TimeSpan? within = null)
    {
        var deadline = DateTime.UtcNow + (within ?? TimeSpan.FromSeconds(60));
        while (!condition())
        {
            if (DateTime.UtcNow > deadline)
            {
                // Read once: more may come meanwhile.
                var text = Text;
                Assert.Fail($"Waited in vain {what?.Invoke()}; saw: {text[^Math.Min(text.Length, 2000)..]} and {string.Join(' ', Notices.Select(static notice => notice.ToJsonString()))}");
            }

            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Starts cat, and waits until the shell has given it the terminal: what is typed before that has no echo.</summary>
    public async Task RunCatAsync()
    {
        await TypeAsync("printf 're''ady'; cat\r");
        await SeeAsync("ready");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        IsPaused = false;
        await _stop.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 17];
        try
        {
            while (true)
            {
                while (IsPaused)
                {
                    await Task.Delay(2, _stop.Token);
                }

                var received = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stop.Token);
                    return;
                }

                lock (_gate)
                {
                    if (received.MessageType == WebSocketMessageType.Text)
                    {
                        _notices.Add(JsonNode.Parse(buffer.AsSpan(0, received.Count))!);
                    }
                    else
                    {
                        _bytes.Write(buffer, 0, received.Count);
                    }
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Aborted by us, which the socket tells in any of these ways, or dropped by the Agent.
        }
    }
}
