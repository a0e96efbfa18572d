using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Bench.Products;

/// <summary>
/// One page that watches a sandbox: SignalR's JSON protocol on a WebSocket, where every message ends with byte 0x1E.
/// Checks that no event is missing, doubled or out of order, and notes when each came.
/// </summary>
internal sealed class Viewer : IAsyncDisposable
{
    private const byte RecordEnd = 0x1E;
    private const int InvocationMessage = 1;
    private const int CompletionMessage = 3;
    private const int PingMessage = 6;
    private const int CloseMessage = 7;

    /// <summary>The server gives a client up that has said nothing for 30 s.</summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket;
    private readonly WholeMessages _messages;
    private readonly string _eventType;
    private readonly Lock _gate = new();
    private readonly List<long> _arrivals = [];
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource? _waiting;
    private int _wanted;
    private long _lastSeq;
    private Exception? _failure;
    private Task _reading = Task.CompletedTask;
    private Task _pinging = Task.CompletedTask;

    private Viewer(ClientWebSocket socket, string eventType)
    {
        _socket = socket;
        _messages = new WholeMessages(socket);
        _eventType = eventType;
    }

    /// <param name="eventType">The events whose arrival is noted.</param>
    public static async Task<Viewer> JoinAsync(
        Uri server, string sandbox, InvitedPerson person, string eventType, CancellationToken cancellationToken)
    {
        var socket = await Loopback.SocketAsync(server, "/hubs/sandbox", person.Headers, subprotocol: null, cancellationToken);
        var viewer = new Viewer(socket, eventType);
        await viewer.SendAsync(new { protocol = "json", version = 1 }, cancellationToken);
        var joined = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        viewer._reading = viewer.ReadAsync(joined);
        await viewer.SendAsync(
            new { type = InvocationMessage, invocationId = "join", target = "Join", arguments = new object[] { sandbox, 0 } }, cancellationToken);
        await joined.Task.WaitAsync(Deadline.OfOneStep, cancellationToken);
        viewer._pinging = viewer.PingAsync();
        return viewer;
    }

    /// <summary>Waits until the viewer has seen so many events of the type.</summary>
    /// <returns>When the last of them had been read, as a timestamp of <see cref="Stopwatch"/>.</returns>
    public async Task<long> SawAsync(int count, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (_gate)
        {
            _wanted = count;
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = _waiting.Task;
            Settle();
        }

        await waiting.WaitAsync(Deadline.OfOneStep, cancellationToken);
        lock (_gate)
        {
            return _arrivals[count - 1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_reading, _pinging);
        _socket.Dispose();
        _stopping.Dispose();
    }

    private Task SendAsync(object message, CancellationToken cancellationToken)
    {
        byte[] framed = [.. JsonSerializer.SerializeToUtf8Bytes(message), RecordEnd];
        return _socket.SendAsync(framed, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await SendAsync(new { type = PingMessage }, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (WebSocketException)
        {
            // The reader meets the same end, and tells it.
        }
    }

    private async Task ReadAsync(TaskCompletionSource joined)
    {
        try
        {
            while (true)
            {
                var received = await _messages.NextAsync(_stopping.Token);
                var at = Stopwatch.GetTimestamp();
                Take(received, at, joined);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Disposed.
        }
        catch (Exception failure)
        {
            joined.TrySetException(failure);
            lock (_gate)
            {
                _failure = failure;
                Settle();
            }
        }
    }

    /// <param name="received">One or more messages, each whole.</param>
    private void Take(ReadOnlyMemory<byte> received, long at, TaskCompletionSource joined)
    {
        while (!received.IsEmpty)
        {
            var end = received.Span.IndexOf(RecordEnd);
            using var message = JsonDocument.Parse(received[..end]);
            received = received[(end + 1)..];
            if (!message.RootElement.TryGetProperty("type", out var type))
            {
                // The answer to the handshake has no type; a refusal has an error.
                continue;
            }

            switch (type.GetInt32())
            {
                case InvocationMessage when message.RootElement.GetProperty("target").ValueEquals("events"):
                    TakeEvents(message.RootElement.GetProperty("arguments")[0], at);
                    break;
                case CompletionMessage when message.RootElement.TryGetProperty("error", out var error):
                    throw new WrongAnswerException($"Join was refused: {error.GetString()}");
                case CompletionMessage:
                    joined.TrySetResult();
                    break;
                case CloseMessage:
                    throw new WrongAnswerException($"The hub closed the connection: {Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(message))}");
            }
        }
    }

    private void TakeEvents(JsonElement batch, long at)
    {
        lock (_gate)
        {
            foreach (var happened in batch.EnumerateArray())
            {
                if (happened.TryGetProperty("seq", out var seq))
                {
                    Check.Equal(_lastSeq + 1, seq.GetInt64());
                    _lastSeq++;
                }

                if (happened.GetProperty("type").ValueEquals(_eventType))
                {
                    _arrivals.Add(at);
                }
            }

            Settle();
        }
    }

    /// <summary>Call it under the lock.</summary>
    private void Settle()
    {
        if (_failure is not null)
        {
            _waiting?.TrySetException(_failure);
        }
        else if (_arrivals.Count >= _wanted)
        {
            _waiting?.TrySetResult();
        }
    }
}
