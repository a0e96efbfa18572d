using System.Net.WebSockets;

namespace Bench.Hosts;

/// <summary>Reads a WebSocket message by message into one buffer that grows with the largest. For one reader.</summary>
internal sealed class WholeMessages(WebSocket socket)
{
    private byte[] _buffer = new byte[64 * 1024];

    /// <returns>The next message; valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var piece = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellationToken);
            if (piece.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"The socket was closed: {socket.CloseStatus} {socket.CloseStatusDescription}");
            }

            length += piece.Count;
            if (piece.EndOfMessage)
            {
                return _buffer.AsMemory(0, length);
            }
        }
    }
}
