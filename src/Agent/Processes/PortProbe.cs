using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ide.Core.Protocol.Errors;
using Ide.Core.Protocol.Processes;

namespace Agent.Processes;

/// <summary>
/// Tries one port of the sandbox, whose loopback is also the Agent's (docs/isolation.md): 127.0.0.1, and where nobody listens
/// there ::1. A plain socket, since one line of an answer is all that is wanted.
/// </summary>
internal sealed class PortProbe
{
    private const int MostPathCharacters = 2048;

    /// <summary>For connection and status together; a server that is silent for longer is not ready.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(5);

    private static readonly IPAddress[] Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private readonly TimeProvider _time;
    private readonly int _statusMin, _statusMax;

    /// <summary>Null: a connection is all that is wanted.</summary>
    private readonly byte[]? _question;

    /// <exception cref="AgentException">INVALID_PORT, VALIDATION_FAILED.</exception>
    public PortProbe(PortWatchRequest request, TimeProvider time)
    {
        (_time, Port) = (time, request.Port);
        (_statusMin, _statusMax) = (request.StatusMin ?? 200, request.StatusMax ?? 399);
        if (Port is < 1 or > IPEndPoint.MaxPort)
        {
            throw new AgentException(ErrorCode.InvalidPort, $"{Port} is no port; expected 1 to {IPEndPoint.MaxPort}.");
        }

        if (_statusMin > _statusMax)
        {
            throw AgentException.Invalid("statusMin", $"{_statusMin} is more than statusMax, which is {_statusMax}");
        }

        var question = $"GET {TargetOf(request)} HTTP/1.1\r\nHost: localhost:{Port}\r\nUser-Agent: port-watch\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        _question = request.Mode == PortWatchMode.Tcp ? null : Encoding.ASCII.GetBytes(question);
    }

    public int Port { get; }

    /// <returns>Null: it is not ready.</returns>
    public async Task<PortWatchEvent.Ready?> TryAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestTry, _time);
        using var trying = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var socket = await ConnectAsync(trying.Token);
            if (socket is null || _question is null)
            {
                return socket is null ? null : new(Port, StatusCode: null);
            }

            await socket.SendAsync(_question, trying.Token);
            var status = await ReadStatusAsync(socket, trying.Token);
            return status >= _statusMin && status <= _statusMax ? new(Port, status) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException)
        {
            // It hung up.
            return null;
        }
    }

    private async Task<Socket?> ConnectAsync(CancellationToken cancellationToken)
    {
        foreach (var address in Addresses)
        {
            Socket? socket = null;
            try
            {
                socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(address, Port), cancellationToken);

                // Where nobody listens, the kernel may lend the very port that is asked for, and the socket meets itself.
                if (!Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
                {
                    return socket;
                }

                socket.Dispose();
            }
            catch (SocketException)
            {
                socket?.Dispose();
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }

        return null;
    }

    /// <returns>Null: what answers does not speak HTTP/1.x.</returns>
    private static async Task<int?> ReadStatusAsync(Socket socket, CancellationToken cancellationToken)
    {
        var answer = ArrayPool<byte>.Shared.Rent(HttpStatusLine.MostBytes);
        try
        {
            for (var length = 0; length < HttpStatusLine.MostBytes;)
            {
                var count = await socket.ReceiveAsync(answer.AsMemory(length), cancellationToken);
                length += count;
                if (HttpStatusLine.TryRead(answer.AsSpan(0, length), out var status) || count == 0)
                {
                    return status;
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(answer);
        }
    }

    /// <summary>The path as browsers send it: what is not ASCII, and spaces, percent-encoded; no fragment.</summary>
    private static string TargetOf(PortWatchRequest request)
    {
        var path = request.Path ?? "/";
        if (!path.StartsWith('/') || path.Length > MostPathCharacters || path.Any(char.IsControl))
        {
            throw AgentException.Invalid("path", $"expected / at its beginning, at most {MostPathCharacters} characters, and no controls");
        }

        return Uri.TryCreate($"http://localhost{path}", UriKind.Absolute, out var uri) && uri.PathAndQuery is var target
            && !target.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? target
                : throw AgentException.Invalid("path", "expected the path of a URL");
    }
}
