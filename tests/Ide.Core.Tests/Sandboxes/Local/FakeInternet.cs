using System.Diagnostics;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>
/// Two network namespaces joined by a cable: <see cref="Host"/>, in which a server runs, and behind its default route
/// everybody else, with public and private addresses. Each answers on port 8000 with its name, by TCP and UDP. Needs root.
/// </summary>
internal sealed class FakeInternet : IAsyncDisposable
{
    public const string PublicAddress = "203.0.113.7";

    /// <summary>The host's own, on the cable and elsewhere.</summary>
    public static readonly string[] HostAddresses = ["192.0.2.50", "192.0.2.250", "10.44.44.44"];

    /// <summary>Of every kind of address that a sandbox must not reach.</summary>
    public static readonly string[] PrivateAddresses =
        ["10.9.9.9", "172.16.5.5", "192.168.77.7", "100.64.3.3", "169.254.10.10", "198.18.44.4"];

    private const string Answering = """
        import socket, sys, threading
        def udp(address):
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind((address, 8000))
            while True:
                _, sender = s.recvfrom(100)
                s.sendto(sys.argv[1].encode(), sender)
        for address in sys.argv[2:]:
            threading.Thread(target=udp, args=(address,), daemon=True).start()
        listener = socket.create_server(('0.0.0.0', 8000))
        print('ready', flush=True)
        while True:
            connection, _ = listener.accept()
            connection.sendall(sys.argv[1].encode())
            connection.close()
        """;

    /// <summary>Says of every name that it is <see cref="PublicAddress"/>.</summary>
    private const string Resolving = """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind((sys.argv[1], 53))
        print('ready', flush=True)
        while True:
            query, sender = s.recvfrom(512)
            end = query.index(b'\0', 12) + 5
            is_a = query[end - 4:end - 2] == b'\0\1'
            answer = b'\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4' + socket.inet_aton('203.0.113.7') if is_a else b''
            s.sendto(query[:2] + b'\x81\x80\0\1\0' + bytes([is_a]) + b'\0\0\0\0' + query[12:end] + answer, sender)
        """;

    private readonly List<Process> _services = [];
    private readonly string _world;

    private FakeInternet()
    {
        var mark = Guid.NewGuid().ToString("N")[..6];
        (Host, _world) = ($"ide-h{mark}", $"ide-w{mark}");
        Run($"netns add {Host}");
        Run($"netns add {_world}");
        Run($"link add ide-a{mark} netns {Host} type veth peer name ide-b{mark} netns {_world}");
        Run($"-n {Host} link set lo up");
        Run($"-n {_world} link set lo up");
        Run($"-n {Host} address add 192.0.2.50/24 dev ide-a{mark}");
        Run($"-n {Host} address add 192.0.2.250/24 dev ide-a{mark}");
        Run($"-n {Host} address add 10.44.44.44/32 dev lo");
        Run($"-n {_world} address add 192.0.2.1/24 dev ide-b{mark}");
        Run($"-n {Host} link set ide-a{mark} up");
        Run($"-n {_world} link set ide-b{mark} up");
        Run($"-n {Host} route add default via 192.0.2.1");

        // As systemd sets it on every host.
        Process.Start("nsenter", [$"--net=/run/netns/{Host}", "sh", "-c", "echo 0 2147483647 > /proc/sys/net/ipv4/ping_group_range"]).WaitForExit();
        foreach (var address in PrivateAddresses.Append(PublicAddress))
        {
            Run($"-n {_world} address add {address}/32 dev lo");
        }
    }

    /// <summary>The name of the network namespace that a server is to run in.</summary>
    public string Host { get; }

    /// <param name="resolver">Where the answers to names come from: an address of the world's or the host's loopback.</param>
    public static async Task<FakeInternet> StartAsync(string resolver = "192.0.2.1")
    {
        var internet = new FakeInternet();
        try
        {
            await internet.ServeAsync(internet.Host, Answering, ["host", "127.0.0.1", .. HostAddresses]);
            await internet.ServeAsync(internet._world, Answering, ["world", PublicAddress, .. PrivateAddresses]);
            await internet.ServeAsync(resolver.StartsWith("127.", StringComparison.Ordinal) ? internet.Host : internet._world, Resolving, [resolver]);
            return internet;
        }
        catch
        {
            await internet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the host's cable out: nothing leads anywhere any more.</summary>
    public void Unplug() => Run($"-n {Host} route delete default");

    /// <summary>What somebody on the host, outside every sandbox, prints.</summary>
    public async Task<string> OnHostAsync(string python)
    {
        using var process = Start(Host, python);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            service.Kill();
            await service.WaitForExitAsync(CancellationToken.None);
            service.Dispose();
        }

        Run($"netns delete {Host}");
        Run($"netns delete {_world}");
    }

    private async Task ServeAsync(string space, string script, string[] arguments)
    {
        var service = Start(space, script, arguments);
        _services.Add(service);
        Assert.Equal("ready", await service.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    private static Process Start(string space, string script, params string[] arguments) => Process.Start(new ProcessStartInfo(
        "nsenter", [$"--net=/run/netns/{space}", "/usr/bin/python3", "-c", script, .. arguments])
    { RedirectStandardOutput = true })!;

    private static void Run(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/ip", arguments) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"ip {arguments}: {complaint}");
    }
}
