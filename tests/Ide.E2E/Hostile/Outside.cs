using System.Net;
using System.Net.Sockets;

namespace Ide.E2E.Hostile;

/// <summary>
/// Another host, as outputs could ask one: whoever sends it a byte has left the page. A mere connection is none: Chromium
/// opens one when a frame sets out to leave, before it asks the page's policy, and closes it unused.
/// </summary>
internal sealed class Outside : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _visits;

    public Outside()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Visits => Volatile.Read(ref _visits);

    /// <summary>The attempt, aimed here.</summary>
    public string In(string python) => python.Replace("hostile.invalid", $"{_listener.LocalEndpoint}", StringComparison.Ordinal);

    public void Dispose() => _listener.Dispose();

    /// <summary>Ends when the listener is disposed of; what it throws then says only that.</summary>
    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ListenAsync(await _listener.AcceptTcpClientAsync());
        }
    }

    /// <summary>A visitor that goes away rudely has said nothing, or was counted already.</summary>
    private async Task ListenAsync(TcpClient visitor)
    {
        using (visitor)
        {
            if (await visitor.GetStream().ReadAsync(new byte[1]) > 0)
            {
                Interlocked.Increment(ref _visits);
            }
        }
    }
}
