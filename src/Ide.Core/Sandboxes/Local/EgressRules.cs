using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// What a sandbox with <see cref="NetworkAccess.Egress"/> may reach, as a ruleset for nft(8) in its network namespace. The
/// namespace belongs to a user namespace above that of the user's programs, so they cannot change it. Filtered packets and
/// not routes: with SO_BINDTODEVICE a program makes the kernel ignore an unreachable route.
/// </summary>
internal static class EgressRules
{
    /// <summary>The sandbox's own address and its gateway, in the block for benchmarks (RFC 2544): no network is there.</summary>
    public const string Address = "198.18.0.2";

    public const string Gateway = "198.18.0.1";

    public const string PrefixLength = "30";

    /// <summary>Where the sandbox sends its questions of names; the user-mode network passes them to the host's resolver.</summary>
    public const string Resolver = "198.18.0.53";

    /// <summary>This network, private, shared, loopback, link-local, benchmarks, multicast, reserved and broadcast (RFC 6890).</summary>
    private static readonly string[] Closed =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    ];

    /// <summary>The ruleset, with the host's own addresses closed as well. IPv6 is closed whole.</summary>
    public static string Ruleset() =>
        $$"""
        table inet sandbox {
          set closed {
            type ipv4_addr; flags interval; auto-merge
            elements = { {{string.Join(", ", Closed.Concat(HostAddresses()))}} }
          }
          chain output {
            type filter hook output priority 0; policy accept;
            oifname "lo" accept
            meta nfproto ipv6 reject
            ip daddr {{Resolver}} meta l4proto { tcp, udp } th dport 53 accept
            ip daddr @closed reject with icmp type admin-prohibited
          }
          chain forward {
            type filter hook forward priority 0; policy drop;
          }
        }
        """;

    private static IEnumerable<string> HostAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        from address in network.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address.Address)
        select address.Address.ToString();
}
