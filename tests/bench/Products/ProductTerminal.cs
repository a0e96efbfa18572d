using System.Net.WebSockets;

namespace Bench.Products;

/// <summary>One viewer of a terminal of a sandbox, through the web server.</summary>
internal sealed class ProductTerminal : ITerminal
{
    private readonly Sandbox _sandbox;
    private readonly string _id;
    private readonly ClientWebSocket _socket;
    private readonly byte[] _received = new byte[256 * 1024];

    private ProductTerminal(Sandbox sandbox, string id, ClientWebSocket socket)
    {
        _sandbox = sandbox;
        _id = id;
        _socket = socket;
    }

    public static async Task<ProductTerminal> OpenAsync(Sandbox sandbox, CancellationToken cancellationToken)
    {
        var answer = await sandbox.PostAsync("api/terminals", new { cols = 120, rows = 40 }, cancellationToken);
        var id = answer.GetProperty("id").GetString()!;
        var socket = await sandbox.SocketAsync($"ws/pty?sessionId={id}&cols=120&rows=40", cancellationToken);
        return new ProductTerminal(sandbox, id, socket);
    }

    public Task SendAsync(ReadOnlyMemory<byte> keys, CancellationToken cancellationToken) =>
        _socket.SendAsync(keys, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken).AsTask();

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var piece = await _socket.ReceiveAsync(_received.AsMemory(), cancellationToken);
            switch (piece.MessageType)
            {
                case WebSocketMessageType.Binary:
                    return _received.AsMemory(0, piece.Count);
                case WebSocketMessageType.Close:
                    throw new WrongAnswerException($"The terminal's socket was closed: {_socket.CloseStatusDescription}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _sandbox.DeleteAsync($"api/terminals/{_id}", CancellationToken.None);
    }
}
