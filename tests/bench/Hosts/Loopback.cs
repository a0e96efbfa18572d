using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Bench.Hosts;

/// <summary>Clients of a server on this machine.</summary>
internal static class Loopback
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>HTTP/1.1 with connections that stay open, as most programs speak.</summary>
    public static HttpClient Client(Uri address, AuthenticationHeaderValue authorization)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        var client = new HttpClient(handler)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Authorization = authorization;
        return client;
    }

    /// <param name="path">Path and query below the server's address.</param>
    public static Task<ClientWebSocket> SocketAsync(
        Uri address, string path, AuthenticationHeaderValue authorization, string? subprotocol, CancellationToken cancellationToken) =>
        SocketAsync(address, path, [new("Authorization", authorization.ToString())], subprotocol, cancellationToken);

    /// <inheritdoc cref="SocketAsync(Uri, string, AuthenticationHeaderValue, string?, CancellationToken)"/>
    public static async Task<ClientWebSocket> SocketAsync(
        Uri address, string path, IEnumerable<KeyValuePair<string, string>> headers, string? subprotocol, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        foreach (var (name, value) in headers)
        {
            socket.Options.SetRequestHeader(name, value);
        }

        if (subprotocol is not null)
        {
            socket.Options.AddSubProtocol(subprotocol);
        }

        try
        {
            await socket.ConnectAsync(new UriBuilder(new Uri(address, path)) { Scheme = "ws" }.Uri, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
