using System.Net.WebSockets;
using System.Text.Json;
using Ide.Core.Protocol.Terminals;

namespace Agent.Terminals;

/// <summary>One viewer's socket: what it says goes to the terminal, what the terminal has goes to it. Neither waits for the other.</summary>
internal sealed class TerminalConnection(WebSocket socket, Terminal terminal, TerminalViewer viewer)
{
    private const int BlockBytes = 64 * 1024;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly TerminalInput.TypedBudget _budget = new();
    private readonly byte[] _message = new byte[BlockBytes];
    private volatile bool _isLeaving;

    /// <summary>Runs until either side is done. The socket is closed then, politely where the viewer still listens.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, viewer.Lagged.Token);
        var receiving = ReceiveAsync(either.Token);
        var sending = SendAsync(either.Token);
        try
        {
            var first = await Task.WhenAny(receiving, sending);
            either.CancelAfter(Farewell);
            var end = await first;

            // The other half stops by itself: to cancel it would tear the socket.
            _isLeaving = true;
            terminal.Screen.Changed.Signal();
            await sending;
            await socket.CloseOutputAsync(end.Status, end.Reason, either.Token);
            await receiving;
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(_message.AsMemory(), either.Token);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The viewer is gone, or so slow that nothing can be said to it any more.
            socket.Abort();
        }

        await either.CancelAsync();
        await Task.WhenAll(receiving, sending).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private async Task<(WebSocketCloseStatus Status, string Reason)> SendAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockBytes];
        while (true)
        {
            var next = terminal.Screen.Changed.Next();
            if (_isLeaving)
            {
                return default;
            }

            var delivery = terminal.Screen.Take(viewer, buffer);
            if (delivery.Notice is { } notice)
            {
                var text = JsonSerializer.SerializeToUtf8Bytes(notice, TerminalsJson.Strict.TerminalNotice);
                await socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
                if (delivery.IsLast)
                {
                    return notice is TerminalNotice.Exited ? (WebSocketCloseStatus.NormalClosure, "exited") : (WebSocketCloseStatus.EndpointUnavailable, "closed");
                }
            }
            else if (delivery.Bytes > 0)
            {
                await socket.SendAsync(buffer.AsMemory(0, delivery.Bytes), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
            }
            else
            {
                await next.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task<(WebSocketCloseStatus Status, string Reason)> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = _message;
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(message.AsMemory(length), cancellationToken);
            length += received.Count;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (WebSocketCloseStatus.NormalClosure, "bye");
            }

            if (length > (received.MessageType == WebSocketMessageType.Text ? TerminalLimits.ControlBytes : TerminalLimits.MessageBytes))
            {
                return (WebSocketCloseStatus.MessageTooBig, "The message is too long.");
            }

            if (!received.EndOfMessage)
            {
                if (length == message.Length)
                {
                    Array.Resize(ref message, Math.Min(message.Length * 2, TerminalLimits.MessageBytes + 1));
                }

                continue;
            }

            if (received.MessageType == WebSocketMessageType.Text)
            {
                Control(message.AsSpan(0, length));
            }
            else if (length > 0 && terminal.Screen.MayPass(viewer, message.AsSpan(0, length)))
            {
                await terminal.Input.TypeAsync(message.AsSpan(0, length).ToArray(), _budget, cancellationToken);
            }

            (message, length) = (_message, 0);
        }
    }

    private void Control(ReadOnlySpan<byte> text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, TerminalsJson.Strict.TerminalControl) is { } control
                && (viewer.MayType || control is TerminalControl.Acknowledge))
            {
                terminal.Screen.Control(viewer, control);
            }
        }
        catch (Exception wrong) when (wrong is JsonException or NotSupportedException)
        {
            terminal.Screen.Tell(viewer, new TerminalNotice.Refused("Not understood; expected {\"type\":\"resize\",\"cols\":…,\"rows\":…}, hidden or ack. Keystrokes are binary frames."));
        }
    }
}
