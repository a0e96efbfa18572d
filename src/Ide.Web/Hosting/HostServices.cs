using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Ide.Web.Hosting;

/// <summary>The server as a process: its options, where it listens, what it says when it starts.</summary>
internal static class HostServices
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddHost()
        {
            services.AddOptions<ServerOptions>()
                .BindConfiguration(ServerOptions.Section)
                .ValidateOnStart();
            services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsRules>();
            services.AddSingleton<IConfigureOptions<KestrelServerOptions>, Listening>();
            services.AddSingleton(TimeProvider.System).AddSingleton<ServerAddress>().AddSingleton<OpenConnections>();
            services.AddHostedService<OpenUrl>();
            return services;
        }
    }

    extension(WebApplication app)
    {
        public void UseHost()
        {
            app.UseMiddleware<SecurityHeaders>();
            app.UseMiddleware<Closing>();
            app.UseMiddleware<HostGate>();
            app.UseMiddleware<RequestBodies>();
            app.UseWebSockets();
        }

        public void MapHealth() =>
            app.MapGet("/healthz", static () => TypedResults.Text("ok")).AllowAnonymous();
    }
}
