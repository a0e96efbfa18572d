using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Ide.Web.Hosting;

/// <summary>Where the server listens, and how patient it is.</summary>
internal sealed class Listening(IOptions<ServerOptions> options, OpenConnections connections) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => connections.CarryAsync(connection, next)));
        _ = ListenAddress.TryParse(options.Value.Host, out var address);
        var port = options.Value.Port;
        if (address is not null)
        {
            kestrel.Listen(address, port);
        }
        else if (port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, port);
        }
        else
        {
            kestrel.ListenLocalhost(port);
        }

        kestrel.AddServerHeader = false;

        // Bodies that are too large, or stop coming, RequestBodies ends. Else a reader or writer may be as slow as it likes: it slows its
        // own stream and nobody else's.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
    }
}
