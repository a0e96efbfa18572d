using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ide.E2E.Product;

/// <summary>
/// The network between a browser and the product, of which a test can take parts away: a port of the loopback that passes
/// every connection on to the server.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Wire, byte> _wires = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly RunningProduct _product;
    private readonly Task _accepting;
    private volatile bool _isCut;
    private volatile bool _isHushed;

    public Network(RunningProduct product)
    {
        _product = product;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The product's address on this side of the network.</summary>
    public string Address => $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>As when the cable is pulled and the browser hears of it: every connection ends, and no new one begins.</summary>
    public void Cut()
    {
        _isCut = true;
        EndAll();
    }

    /// <summary>
    /// As when the other side is gone without a word: connections stay, also new ones can be made, and nothing comes
    /// through any more.
    /// </summary>
    public void Hush()
    {
        _isHushed = true;
        foreach (var wire in _wires.Keys)
        {
            wire.Hush();
        }
    }

    /// <summary>New connections pass again; those that were hushed are told that nobody knows them any more.</summary>
    public void Restore()
    {
        (_isCut, _isHushed) = (false, false);
        EndAll(static wire => wire.IsHushed);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        EndAll();
        _stopping.Dispose();
    }

    private void EndAll(Func<Wire, bool>? which = null)
    {
        foreach (var wire in _wires.Keys.Where(which ?? (static _ => true)))
        {
            wire.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptSocketAsync(_stopping.Token);
                if (_isCut)
                {
                    browser.Dispose();
                    continue;
                }

                // Its own failures end it and are seen on both sides; nobody waits for it.
                _ = PassAsync(browser);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket browser)
    {
        using var wire = new Wire(browser);
        _wires.TryAdd(wire, 0);
        if (_isHushed)
        {
            wire.Hush();
        }

        try
        {
            await wire.PassAsync(new Uri(_product.Address).Port);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the ends is gone.
        }
        finally
        {
            _wires.TryRemove(wire, out _);
        }
    }

    /// <summary>One connection of a browser, and the one to the server that stands for it.</summary>
    private sealed class Wire(Socket browser) : IDisposable
    {
        private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private TaskCompletionSource _open = Completed();

        public bool IsHushed => !_open.Task.IsCompleted;

        public void Hush() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task PassAsync(int port)
        {
            await _server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(CopyAsync(browser, _server), CopyAsync(_server, browser));
        }

        public void Dispose()
        {
            browser.Dispose();
            _server.Dispose();
            _open.TrySetResult();
        }

        private async Task CopyAsync(Socket from, Socket to)
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await _open.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }

        private static TaskCompletionSource Completed()
        {
            var completed = new TaskCompletionSource();
            completed.SetResult();
            return completed;
        }
    }
}
