using System.Diagnostics;
using System.Text.Json;
using Ide.Core.Sandboxes;
using Ide.Core.Sandboxes.Local;
using Testing;

namespace Ide.Core.Tests.Sandboxes.Local;

/// <summary>What sandboxes with egress reach, and what they do not, of a server that is root and of one that is not.</summary>
public sealed class EgressTests
{
    /// <summary>Prints who answers at each address, by TCP and UDP, also past the routing table; nobody: a dash.</summary>
    private const string Probe = """
        import socket, sys, threading
        def ask(address, kind, device):
            family = socket.AF_INET6 if ':' in address else socket.AF_INET
            s = socket.socket(family, kind)
            s.settimeout(1)
            try:
                if device: s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
                if kind == socket.SOCK_DGRAM: s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                s.connect((address, 8000))
                if kind == socket.SOCK_DGRAM: s.send(b'who')
                return s.recv(100).decode() or '-'
            except OSError:
                return '-'
        devices = [''] + [name for _, name in socket.if_nameindex() if name != 'lo']
        kinds = (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        answers = {}
        def note(key): answers[key] = ask(*key)
        keys = [(address, kind, device) for address in ADDRESSES for kind in kinds for device in devices]
        threads = [threading.Thread(target=note, args=(key,)) for key in keys]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        for address in ADDRESSES: print(address, *sorted({answers[key] for key in keys if key[0] == address}))
        """;

    public static TheoryData<ServerUser> Both => [ServerUser.Root, ServerUser.Ordinary];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_public_world_is_reached_by_TCP_and_UDP(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);

        Assert.Equal($"{FakeInternet.PublicAddress} world\n", await ProbeAsync(server, "one", FakeInternet.PublicAddress));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Private_link_local_and_host_addresses_are_not_reached_though_the_host_reaches_them(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);
        string[] addresses = [.. FakeInternet.PrivateAddresses, .. FakeInternet.HostAddresses];

        Assert.Equal(
            string.Concat(FakeInternet.PrivateAddresses.Select(address => $"{address} world\n").Concat(FakeInternet.HostAddresses.Select(address => $"{address} host\n"))),
            (await internet.OnHostAsync(ProbeFor(addresses).Replace("devices = [''] +", "devices = [''] or", StringComparison.Ordinal))));
        Assert.Equal(string.Concat(addresses.Select(address => $"{address} -\n")), await ProbeAsync(server, "one", addresses));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Neither_other_spellings_nor_the_gateway_nor_multicast_lead_to_the_host(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);
        string[] addresses =
        [
            "127.0.0.1", "127.0.0.2", "0.0.0.0", "198.18.0.1", "198.18.0.3", "198.18.0.53", "255.255.255.255", "224.0.0.1", "240.0.0.1",
            "::ffff:10.9.9.9", "::ffff:192.0.2.50", "::1", "fe80::1", "fd00::2", "64:ff9b::a09:909",
        ];

        Assert.Equal(string.Concat(addresses.Select(address => $"{address} -\n")), await ProbeAsync(server, "one", addresses));
    }

    [Theory]
    [InlineData(ServerUser.Root, "192.0.2.1")]
    [InlineData(ServerUser.Ordinary, "10.9.9.9")]
    [InlineData(ServerUser.Root, "127.0.0.53")]
    [InlineData(ServerUser.Ordinary, "127.0.0.53")]
    public async Task Names_resolve_wherever_the_hosts_resolver_is(ServerUser user, string resolver)
    {
        await using var internet = await FakeInternet.StartAsync(resolver);
        await using var server = await WithSandboxAsync(user, internet, resolver);

        Assert.Equal(
            "203.0.113.7\nworld",
            await server.OutputAsync("one", "getent ahostsv4 example.test | awk 'NR==1{print $1}'; exec 9<>/dev/tcp/example.test/8000; cat <&9"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Two_sandboxes_listen_on_the_same_port_and_neither_reaches_the_other(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);
        await server.CreateAsync("two", NetworkAccess.Egress);
        foreach (var id in new[] { "one", "two" })
        {
            await server.OutputAsync(id, $"mkdir -p web; cd web; echo {id} > name; /usr/bin/python3 -m http.server 8000 > /dev/null 2>&1 & until echo > /dev/tcp/127.0.0.1/8000; do sleep 0.05; done 2> /dev/null");
        }

        const string ask = "/usr/bin/python3 -c 'import urllib.request as r; print(r.urlopen(\"http://127.0.0.1:8000/name\").read().decode(), end=\"\")'";
        Assert.Equal("one\n", await server.OutputAsync("one", ask));
        Assert.Equal("two\n", await server.OutputAsync("two", ask));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_filter_cannot_be_undone_from_inside(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);

        var refused = await server.OutputAsync("one", """
            export PATH=$PATH:/usr/sbin
            for attempt in 'nft flush ruleset' 'nft list ruleset' 'ip route add 10.0.0.0/8 dev lo' 'ip link set lo down' 'ip address add 10.9.9.8/24 dev lo' \
                'ip link add veth0 type veth' 'unshare -Urn nft flush ruleset' 'nsenter -t 1 -n nft flush ruleset' 'sysctl -w net.ipv4.ip_forward=1'; do
                $attempt > /dev/null 2>&1 && echo "DONE $attempt"
            done
            /usr/bin/python3 -c 'import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)' 2>&1 | tail -n 1
            /usr/bin/python3 -c 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)' 2>&1 | tail -n 1
            """);

        Assert.Equal("PermissionError: [Errno 1] Operation not permitted\nPermissionError: [Errno 1] Operation not permitted\n", refused);
        Assert.Equal("10.9.9.9 -\n", await ProbeAsync(server, "one", "10.9.9.9"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Ping_and_low_ports_are_there(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);

        Assert.Contains("1 received", await server.OutputAsync("one", $"ping -c 1 -W 3 {FakeInternet.PublicAddress}"), StringComparison.Ordinal);
        Assert.Contains("0 received", (await server.ExecuteAsync("one", "ping -c 1 -W 1 10.9.9.9")).Stdout, StringComparison.Ordinal);
        Assert.Equal("80\n", await server.OutputAsync("one", "/usr/bin/python3 -c 'import socket; print(socket.create_server((\"\", 80)).getsockname()[1])'"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_network_that_was_killed_is_connected_again_behind_its_filter_and_what_runs_goes_on(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        await using var server = await WithSandboxAsync(user, internet);
        await server.OutputAsync("one", "MARK=kept");
        var world = EscapeTests.WorldOf(server, "one");
        var killed = NetworkOf(server);

        Process.GetProcessById(killed).Kill();
        await Eventually.TrueAsync(() => HostProcess.Find(killed) is null, "pasta is gone");
        Assert.NotEqual(0, (await server.ExecuteAsync("one", $"exec 9<>/dev/tcp/{FakeInternet.PublicAddress}/8000")).ExitCode);
        await server.AskAsync("mend");

        Assert.NotEqual(killed, NetworkOf(server));
        Assert.Equal("worldkept\n", await server.OutputAsync("one", $"exec 9<>/dev/tcp/{FakeInternet.PublicAddress}/8000; cat <&9; echo $MARK"));
        Assert.Contains("0 received", (await server.ExecuteAsync("one", "ping -c 1 -W 1 10.9.9.9")).Stdout, StringComparison.Ordinal);
        Assert.Equal(world, EscapeTests.WorldOf(server, "one"));
        var owner = (await server.AskAsync("find", "one")).Record!.HostUser ?? server.User;
        await server.AskAsync("destroy", "one");
        Assert.Empty(Leftovers.Of("one", server.Data, owner, server.Pid));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_a_way_out_a_sandbox_is_refused_with_the_reason_and_nothing_is_left(ServerUser user)
    {
        await using var internet = await FakeInternet.StartAsync();
        internet.Unplug();
        await using var server = ServerProcess.Start(user, internet.Host);

        var refusal = (await server.SendAsync(new("create", "one") { Network = NetworkAccess.Egress })).Error;

        Assert.StartsWith("SandboxUnavailable: The sandbox's network did not come up", refusal, StringComparison.Ordinal);
        Assert.Contains("Create it with the network \"none\" to do without.", refusal, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(server.Data, "sandboxes")));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Where_the_network_device_is_roots_alone_a_sandbox_is_refused_with_what_to_do(ServerUser user)
    {
        await using var server = ServerProcess.Start(user, before: "mount -t tmpfs none /dev/net && mknod -m 600 /dev/net/tun c 10 200");

        var refusal = (await server.SendAsync(new("create", "one") { Network = NetworkAccess.Egress })).Error;

        Assert.Contains("run chmod 0666 /dev/net/tun as root, or create the sandbox with the network \"none\".", refusal, StringComparison.Ordinal);
    }

    private static async Task<ServerProcess> WithSandboxAsync(ServerUser user, FakeInternet internet, string resolver = "192.0.2.1")
    {
        var server = ServerProcess.Start(user, internet.Host, resolver);
        await server.CreateAsync("one", NetworkAccess.Egress);
        return server;
    }

    private static Task<string> ProbeAsync(ServerProcess server, string id, params string[] addresses) =>
        server.OutputAsync(id, $"/usr/bin/python3 - <<'END'\n{ProbeFor(addresses)}\nEND");

    private static string ProbeFor(string[] addresses) =>
        Probe.Replace("ADDRESSES", $"[{string.Join(", ", addresses.Select(address => $"'{address}'"))}]", StringComparison.Ordinal);

    private static int NetworkOf(ServerProcess server)
    {
        using var document = JsonDocument.Parse(File.ReadAllText($"{server.Data}/sandboxes/one/run/incarnation.json"));
        return document.RootElement.GetProperty("network").GetProperty("pid").GetInt32();
    }
}
