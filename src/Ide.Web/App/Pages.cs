using Ide.Web.Outputs;
using Ide.Web.Streaming;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Ide.Web.App;

/// <summary>The Blazor side of the product: its components, rendered on the server, and the files a browser loads.</summary>
internal static class Pages
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddPages()
        {
            services.AddSingleton<PageGuard>();
            services.AddScoped<InboundOrder>();
            services.AddScoped<CircuitHandler>(static circuit => circuit.GetRequiredService<InboundOrder>());
            services.AddRazorComponents().AddInteractiveServerComponents()
                .AddHubOptions(static options => options.KeepAliveInterval = KeepAlive.Interval);
            return services;
        }
    }

    extension(IEndpointRouteBuilder routes)
    {
        public void MapPages()
        {
            routes.MapStaticAssets().AllowAnonymous();
            routes.MapOutputs();
            routes.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        }
    }
}
