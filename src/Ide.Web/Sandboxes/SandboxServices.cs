using Ide.Core.Sandboxes;
using Ide.Core.Sandboxes.Local;
using Ide.Web.Accounts;
using Ide.Web.Gateway;
using Ide.Web.Hosting;
using Microsoft.Extensions.Options;

namespace Ide.Web.Sandboxes;

/// <summary>Where this server's sandboxes live.</summary>
internal static class SandboxServices
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddLocalSandboxes()
        {
            services.AddSingleton(static provider => new DataLock(Path.GetFullPath(Options(provider).Data)));
            services.AddSingleton(static provider => new SandboxCatalog(Options(provider).Data));
            services.AddSingleton<ISandboxProvider>(static provider => new LocalProvider(
                provider.GetRequiredService<SandboxCatalog>(), Options(provider).Agent, Path.GetFullPath(Options(provider).Data)));
            services.AddSingleton<SandboxLifecycle>();
            services.AddSingleton<LiveSandboxes>();
            services.AddSingleton<ISandboxHost>(static provider => provider.GetRequiredService<LiveSandboxes>());
            services.AddSingleton<IAgentDialer>(static provider => provider.GetRequiredService<LiveSandboxes>());
            services.AddSingleton<ISandboxDirectory>(static provider => provider.GetRequiredService<LiveSandboxes>());
            services.AddHostedService<SandboxesAtStartAndEnd>().AddHostedService<SandboxesAtRest>().AddHostedService<SandboxUpkeep>();
            return services;
        }
    }

    private static ServerOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ServerOptions>>().Value;
}
