using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Bench.Peers;

/// <summary>One viewer of a terminal of Jupyter Server. Its messages are JSON: <c>["stdin", "…"]</c>, <c>["stdout", "…"]</c>.</summary>
internal sealed class JupyterTerminal : ITerminal
{
    private readonly JupyterServer _server;
    private readonly string _name;
    private readonly ClientWebSocket _socket;
    private readonly WholeMessages _messages;
    private byte[] _text = new byte[256 * 1024];

    private JupyterTerminal(JupyterServer server, string name, ClientWebSocket socket)
    {
        _server = server;
        _name = name;
        _socket = socket;
        _messages = new WholeMessages(socket);
    }

    public static async Task<JupyterTerminal> OpenAsync(JupyterServer server, CancellationToken cancellationToken)
    {
        using var answer = await server.Client.PostAsync("/api/terminals", content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var name = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("name").GetString()!;
        var socket = await Loopback.SocketAsync(
            server.Address, $"/terminals/websocket/{name}", JupyterServer.Authorization, subprotocol: null, cancellationToken);
        var terminal = new JupyterTerminal(server, name, socket);
        await terminal.SendAsync(["set_size", 40, 120], cancellationToken);
        return terminal;
    }

    public Task SendAsync(ReadOnlyMemory<byte> keys, CancellationToken cancellationToken) =>
        SendAsync(["stdin", Encoding.UTF8.GetString(keys.Span)], cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await _messages.NextAsync(cancellationToken);
            if (TryReadOutput(message.Span, out var length))
            {
                return _text.AsMemory(0, length);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        using var answer = await _server.Client.DeleteAsync($"/api/terminals/{_name}");
        answer.EnsureSuccessStatusCode();
    }

    private bool TryReadOutput(ReadOnlySpan<byte> message, out int length)
    {
        length = 0;
        var reader = new Utf8JsonReader(message);
        reader.Read();
        reader.Read();
        if (!reader.ValueTextEquals("stdout"u8))
        {
            return false;
        }

        reader.Read();
        if (reader.ValueSpan.Length > _text.Length)
        {
            _text = new byte[reader.ValueSpan.Length * 2];
        }

        length = reader.CopyString(_text);
        return true;
    }

    private Task SendAsync(object[] message, CancellationToken cancellationToken) =>
        _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
