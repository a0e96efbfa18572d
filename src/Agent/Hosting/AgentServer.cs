using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;

namespace Agent.Hosting;

/// <summary>How the Agent listens: HTTP/2 without TLS on the descriptor that it was given.</summary>
internal static class AgentServer
{
    /// <summary>For open streams to end by themselves when the Agent does; then they are cut.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public static WebApplicationBuilder CreateBuilder(AgentOptions options)
    {
        // The state directory as content root: at "/" the host would watch the whole file system for settings.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = options.Config.StateDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options.ListenDescriptor));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Farewell);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.Config);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<IdleMemory>();
        return builder;
    }

    private static void Configure(KestrelServerOptions kestrel, int descriptor)
    {
        kestrel.ListenHandle((ulong)descriptor, static listen => listen.Protocols = HttpProtocols.Http2);
        kestrel.AddServerHeader = false;

        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxResponseBufferSize = 128 * 1024;

        // Kestrel's own windows (768 KiB a stream, 1 MiB a connection) let two stalled uploads stop every other one.
        limits.Http2.InitialStreamWindowSize = 128 * 1024;
        limits.Http2.InitialConnectionWindowSize = 32 * 1024 * 1024;
        limits.Http2.MaxStreamsPerConnection = 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(20);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
