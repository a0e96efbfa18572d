using Ide.Web.Accounts;

namespace Ide.Web.Hosting;

/// <summary>Prints the way in, once the server listens.</summary>
internal sealed class OpenUrl(SignIn signIn, ServerAddress address, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => Console.WriteLine($"Open {address.Public}{signIn.NewOwnerLink()}"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
