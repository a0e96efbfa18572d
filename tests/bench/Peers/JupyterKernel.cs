using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Bench.Peers;

/// <summary>A Python kernel of Jupyter Server.</summary>
internal sealed class JupyterKernel : IInterpreter
{
    private readonly JupyterServer _server;
    private readonly string _id;
    private readonly ClientWebSocket _socket;
    private readonly WholeMessages _messages;
    private readonly StreamedText _text = new();
    private int _requests;

    private JupyterKernel(JupyterServer server, string id, ClientWebSocket socket)
    {
        _server = server;
        _id = id;
        _socket = socket;
        _messages = new WholeMessages(socket);
    }

    public static async Task<JupyterKernel> StartAsync(JupyterServer server, CancellationToken cancellationToken)
    {
        using var answer = await server.Client.PostAsJsonAsync("/api/kernels", new { name = "python3" }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetString()!;
        var socket = await Loopback.SocketAsync(
            server.Address, $"/api/kernels/{id}/channels?session_id=bench", JupyterServer.Authorization, KernelMessage.Subprotocol, cancellationToken);
        return new JupyterKernel(server, id, socket);
    }

    public async Task<CodeEnd> RunAsync(string code, Action<ReadOnlySpan<byte>> stdout, CancellationToken cancellationToken)
    {
        var request = $"request-{++_requests}";
        var content = new { code, silent = false, store_history = true, user_expressions = new { }, allow_stdin = false, stop_on_error = true };
        await _socket.SendAsync(
            KernelMessage.Write(request, "execute_request", content), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);

        string? result = null;
        string? error = null;
        var replied = false;
        var idle = false;
        while (!replied || !idle)
        {
            var (type, parent, body) = KernelMessage.Read(await _messages.NextAsync(cancellationToken));
            if (parent != request)
            {
                continue;
            }

            switch (type)
            {
                case "stream":
                    _text.Take(body.Span, "text"u8, stdout);
                    break;
                case "execute_result":
                    result = JsonSerializer.Deserialize<JsonElement>(body.Span).GetProperty("data").GetProperty("text/plain").GetString();
                    break;
                case "error":
                    error = StreamedText.Property(body.Span, "ename"u8);
                    break;
                case "execute_reply":
                    replied = true;
                    break;
                case "status":
                    idle = StreamedText.Property(body.Span, "execution_state"u8) == "idle";
                    break;
            }
        }

        return new CodeEnd(result, error);
    }

    public async Task InterruptAsync(CancellationToken cancellationToken)
    {
        using var answer = await _server.Client.PostAsync($"/api/kernels/{_id}/interrupt", content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        using var answer = await _server.Client.DeleteAsync($"/api/kernels/{_id}");
        answer.EnsureSuccessStatusCode();
    }
}
