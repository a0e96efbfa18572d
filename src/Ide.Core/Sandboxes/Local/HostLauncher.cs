using System.Diagnostics;
using System.Globalization;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes.Local;

/// <summary>Starts a daemon through <c>ide-launcher host</c>, which takes nothing of the server along (its head documents it).</summary>
internal static class HostLauncher
{
    /// <summary>Between the call and the daemon's exec; on a machine that takes longer something is wrong.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <returns>The daemon's pid.</returns>
    /// <exception cref="AgentException">It could not be started; the message says at which step and why.</exception>
    public static async Task<int> StartAsync(
        string launcher, IEnumerable<string> options, IEnumerable<string> program, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Limit);
        using var process = Process.Start(new ProcessStartInfo(launcher, ["host", .. options, "--", .. program])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        var outcome = await process.StandardOutput.ReadToEndAsync(deadline.Token).ConfigureAwait(false);
        await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);

        var lines = outcome.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var failure = lines.FirstOrDefault(line => line.StartsWith("failed ", StringComparison.Ordinal));
        var pid = lines.FirstOrDefault(line => line.StartsWith("pid ", StringComparison.Ordinal));
        return failure is null && pid is not null
            ? int.Parse(pid.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new AgentException(
                ErrorCode.SandboxUnavailable,
                $"The sandbox could not be started: {failure?["failed ".Length..] ?? "the launcher ended without a word"}.");
    }
}
