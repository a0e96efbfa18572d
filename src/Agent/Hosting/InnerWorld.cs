using Agent.Native;
using Microsoft.Win32.SafeHandles;

namespace Agent.Hosting;

/// <summary>
/// Ties the Agent's life to that of the user's world: without its launcher there is nothing left to serve, so the Agent
/// ends, and the server starts both anew when somebody next needs them.
/// </summary>
internal sealed partial class InnerWorld(
    Launcher launcher, IHostApplicationLifetime lifetime, ILogger<InnerWorld> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await Task.WhenAny(launcher.Lost, Task.Delay(Timeout.Infinite, stoppingToken)) == launcher.Lost)
        {
            Log.WorldLost(logger);
            lifetime.StopApplication();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The launcher is gone, and with it every program of the sandbox; the Agent ends.")]
        public static partial void WorldLost(ILogger logger);
    }
}

internal static class InnerWorldSetup
{
    public static void AddInnerWorld(this IServiceCollection services, AgentOptions options)
    {
        services.AddSingleton(Launcher.Connect(new SafeFileHandle(options.LauncherDescriptor, ownsHandle: true)));
        services.AddHostedService<InnerWorld>();
    }
}
