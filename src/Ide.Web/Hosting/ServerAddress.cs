using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Ide.Web.Hosting;

/// <summary>The names under which this server is reached: what links are made of, and which <c>Host</c> and <c>Origin</c> are ours.</summary>
internal sealed class ServerAddress(IOptions<ServerOptions> options, IServer server)
{
    /// <summary>Scheme and authority of links, without a final slash.</summary>
    public string Public => options.Value.Url?.GetLeftPart(UriPartial.Authority) ?? $"http://{LinkHost}:{Port}";

    /// <summary>People reach the server over TLS, here or at a proxy.</summary>
    public bool IsSecure => options.Value.Url?.Scheme == Uri.UriSchemeHttps;

    /// <summary>The port that the server listens on, also when the system picked it.</summary>
    public int Port => options.Value.Port != 0
        ? options.Value.Port
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(address => new Uri(address).Port).FirstOrDefault() ?? 0;

    private string LinkHost => IPAddress.TryParse(options.Value.Host, out var address) && !address.Equals(IPAddress.Any)
        && !address.Equals(IPAddress.IPv6Any) && !IPAddress.IsLoopback(address)
        ? address.ToString()
        : "localhost";

    /// <summary>
    /// A page of another name that resolves to this machine (DNS rebinding) must find nobody here. IP addresses are no
    /// danger: no page can have one as its name without being served from there.
    /// </summary>
    public bool IsKnownHost(HostString host)
    {
        var name = host.Host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.Equals(options.Value.Url?.IdnHost, StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(name, out _);
    }

    /// <summary>Whether a page of this origin is one of ours, as seen by a request to <paramref name="host"/>.</summary>
    public bool IsOwnOrigin(string origin, HostString host) =>
        origin.Equals(Public, StringComparison.OrdinalIgnoreCase)
        || origin.Equals($"http://{host.Value}", StringComparison.OrdinalIgnoreCase);
}
