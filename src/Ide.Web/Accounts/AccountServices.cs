using Ide.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Ide.Web.Accounts;

/// <summary>Who people are, how they come in, and what they may do. Every endpoint needs a sign-in unless it says otherwise.</summary>
internal static class AccountServices
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddAccounts()
        {
            services.AddSingleton<AccountStore>().AddSingleton<OwnerToken>().AddSingleton<TokenBook>();
            services.AddSingleton<SessionCookie>().AddSingleton<SignInCodes>().AddSingleton<SignIn>();
            services.AddSingleton<Members>().AddSingleton<Invitations>().AddSingleton<HistoryStart>();
            services.AddSingleton<LiveConnections>().AddSingleton<SandboxAccess>().AddSingleton<GuessLimiter>();
            services.AddHostedService<ExpirySweep>().AddHostedService<ServerEnd>();
            services.AddAuthentication(CallerAuthentication.Scheme)
                .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Scheme, null);
            services.AddAuthorizationBuilder()
                .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
            services.AddCascadingAuthenticationState();
            services.AddDataProtection().SetApplicationName("ide");
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(static provider =>
                new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new KeyFiles(Path.Combine(
                    Path.GetFullPath(provider.GetRequiredService<IOptions<ServerOptions>>().Value.Data), "keys"))));
            return services;
        }
    }

    extension(WebApplication app)
    {
        /// <summary>In this order: who calls; may this page ask at all; is anybody there; what is open; the role in the sandbox.</summary>
        public void UseAccounts()
        {
            app.UseAuthentication();
            app.UseMiddleware<SameOrigin>();
            app.UseAuthorization();
            app.UseMiddleware<LiveConnectionTracking>();
            app.UseMiddleware<SandboxRouteGuard>();
        }

        public void MapAccounts()
        {
            app.MapSignIn();
            app.MapTokens();
            app.MapInvitations();
        }
    }
}
