using Ide.Web.Accounts;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Ide.Web.Streaming;

/// <summary>The live side: the hub, one feed a sandbox, and what a page makes a sandbox do.</summary>
internal static class HubServices
{
    private const long MaxMessageBytes = 1024 * 1024;

    /// <summary>
    /// What a connection may hold unsent before its sender waits. With the socket's own buffers this is all that a browser
    /// that does not read costs.
    /// </summary>
    private const long MaxUnsentBytes = 256 * 1024;

    /// <summary>A browser that takes nothing for so long is let go; it comes back and goes on from its last seq.</summary>
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);

    extension(IServiceCollection services)
    {
        public IServiceCollection AddStreaming()
        {
            services.AddSingleton<AgentJournal>().AddSingleton<IJournalEnd>(static provider => provider.GetRequiredService<AgentJournal>());
            services.AddSingleton<Feeds>().AddHostedService(static provider => provider.GetRequiredService<Feeds>());
            services.AddSingleton<SandboxActions>().AddSingleton<MessageLimiter>().AddSingleton<HubGuard>();
            services.AddSignalR()
                .AddHubOptions<SandboxHub>(static options =>
                {
                    options.MaximumReceiveMessageSize = MaxMessageBytes;
                    options.KeepAliveInterval = KeepAlive.Interval;
                    options.AddFilter<HubGuard>();

                    // A run that waits for its session must not hold up the button that stops it.
                    options.MaximumParallelInvocationsPerClient = 8;
                });
            return services;
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        public void MapStreaming() => routes.MapHub<SandboxHub>("/hubs/sandbox", static options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.TransportMaxBufferSize = MaxUnsentBytes;
            options.ApplicationMaxBufferSize = MaxMessageBytes;
            options.TransportSendTimeout = LongestSend;
        });
    }
}
