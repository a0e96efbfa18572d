using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Agent.Tests.Processes;

/// <summary>A server on a port that the kernel gave, held from the beginning whether or not it listens yet.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Func<int, string?> _answer;
    private readonly ConcurrentBag<Socket> _silent = [];
    private Task _serving = Task.CompletedTask;

    /// <param name="answer">What the connection of this number, from 0, is answered when its request is whole; null: never anything.</param>
    public LoopbackServer(Func<int, string?> answer, string address = "127.0.0.1", bool listens = true)
    {
        _answer = answer;
        var at = IPAddress.Parse(address);
        _listener = new(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(at, 0));
        if (listens)
        {
            Listen();
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>The requests in their order; of a connection that was closed without one, what there was.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static string Status(int code) => $"HTTP/1.1 {code} \r\nContent-Length: 0\r\n\r\n";

    public void Listen()
    {
        _listener.Listen();
        _serving = ServeAsync();
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var socket in _silent)
        {
            socket.Dispose();
        }

        _serving.Wait(TestContext.Current.CancellationToken);
    }

    private async Task ServeAsync()
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await ServeAsync(await _listener.AcceptAsync(), _answer(number));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                if (_listener.SafeHandle.IsClosed)
                {
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(Socket socket, string? answer)
    {
        var request = new StringBuilder();
        var piece = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(piece) is var count and > 0)
        {
            request.Append(Encoding.Latin1.GetString(piece, 0, count));
        }

        Requests.Enqueue(request.ToString());
        if (answer is null)
        {
            _silent.Add(socket);
            return;
        }

        await socket.SendAsync(Encoding.Latin1.GetBytes(answer));
        socket.Dispose();
    }
}
