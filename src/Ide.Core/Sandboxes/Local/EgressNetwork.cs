using System.ComponentModel;
using System.Diagnostics;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes.Local;

/// <summary>
/// Gives a sandbox's network namespace a way out: first the filter of <see cref="EgressRules"/>, then pasta(1), which
/// carries its connections as an ordinary user of the host's. Never the host's own namespace.
/// </summary>
internal static class EgressNetwork
{
    private const string Pasta = "/usr/bin/pasta";
    private const string Filter = "/usr/sbin/nft";
    private const string Device = "/dev/net/tun";

    /// <summary>
    /// Everybody inside may ping and listen on any port, as far as the host lets its network's settings be written (a
    /// container's may be read-only); and the filter, which must be there.
    /// </summary>
    private const string SetUp = $"""
        exec 3>&2 2> /dev/null
        echo 1000 1000 > /proc/sys/net/ipv4/ping_group_range
        echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start
        exec 2>&3 3>&-
        exec {Filter} -f -
        """;

    private static readonly TimeSpan ComeUpLimit = TimeSpan.FromSeconds(5);

    /// <summary>Why this machine cannot give egress; null when it can.</summary>
    public static string? Missing =>
        !File.Exists(Pasta) ? Needs($"{Pasta}: install the package passt")
        : !File.Exists(Filter) ? Needs($"{Filter}: install the package nftables")
        : !File.Exists(Device) ? Needs($"{Device}: load the kernel's module tun")
        : !MayOpenDevice() ? Needs($"{Device} to be open to everybody: run chmod 0666 {Device} as root")
        : null;

    /// <param name="launcher">The path of <c>ide-launcher</c>.</param>
    /// <param name="options">What it is to do before it runs pasta: become the sandbox's user, join its groups.</param>
    /// <param name="user">The host's user that the sandbox is; null: the server's own.</param>
    /// <param name="world">Pid 1 of the outer world.</param>
    /// <param name="places">Where pasta's log goes.</param>
    /// <param name="cancellationToken">The caller lost interest.</param>
    public static async Task<HostProcess> StartAsync(
        string launcher, IEnumerable<string> options, int? user, int world, SandboxPlaces places, CancellationToken cancellationToken)
    {
        await LoadFilterAsync(launcher, user, world, cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(launcher, options, user, world, places, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Only pasta, for a namespace that has its filter: the same parameters.</summary>
    public static async Task<HostProcess> ConnectAsync(
        string launcher, IEnumerable<string> options, int? user, int world, SandboxPlaces places, CancellationToken cancellationToken)
    {
        var log = places.NetworkLog;
        // The server's own user has other processes: the file's path in the command line is how this one is found again.
        string[] mark = user is null ? ["--pid", places.NetworkPid] : [];
        var pid = await HostLauncher.StartAsync(
            launcher,
            // It touches a little of each of its many buffers: on a machine that hands out huge pages unasked, 16 MB more.
            [.. options, "--huge-pages", "never", "--log", log, "--env", "PATH=/usr/bin:/bin"],
            [
                Pasta, "--foreground", "--quiet", "--config-net", "--ipv4-only",
                "--address", EgressRules.Address, "--netmask", EgressRules.PrefixLength, "--gateway", EgressRules.Gateway,
                "--no-map-gw", "--dns-forward", EgressRules.Resolver, "--no-dhcp",
                "--tcp-ports", "none", "--udp-ports", "none", "--tcp-ns", "none", "--udp-ns", "none", .. mark,
                $"{world}",
            ],
            cancellationToken).ConfigureAwait(false);
        await WaitUntilUpAsync(world, pid, log, cancellationToken).ConfigureAwait(false);
        return HostProcess.Find(pid) ?? throw Failed(log);
    }

    private static async Task LoadFilterAsync(string launcher, int? user, int world, CancellationToken cancellationToken)
    {
        string[] identity = user is { } number ? ["--uid", $"{number}", "--gid", $"{number}"] : [];
        using var process = Process.Start(new ProcessStartInfo(launcher, ["enter", "--pid", $"{world}", .. identity, "--", "/bin/sh", "-c", SetUp])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        }) ?? throw new Win32Exception();
        await process.StandardInput.WriteAsync(EgressRules.Ruleset().AsMemory(), cancellationToken).ConfigureAwait(false);
        process.StandardInput.Close();
        var complaint = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new AgentException(
                ErrorCode.SandboxUnavailable, $"The sandbox's network could not be closed off from the host, so it was not started: {complaint.Trim()}");
        }
    }

    /// <summary>pasta says nothing when it is ready; its default route is there then.</summary>
    private static async Task WaitUntilUpAsync(int world, int pid, string log, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!HasDefaultRoute(world))
        {
            if (HostProcess.Find(pid) is null || Stopwatch.GetElapsedTime(began) > ComeUpLimit)
            {
                HostCalls.Kill(pid, HostCalls.KillSignal);
                throw Failed(log);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A line of <c>/proc/PID/net/route</c> whose destination is 0.</summary>
    private static bool HasDefaultRoute(int world)
    {
        try
        {
            return File.ReadLines($"/proc/{world}/net/route").Any(line => line.Split('\t') is [_, "00000000", ..]);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether a sandbox's user may: a server that is root gives each sandbox a user that nobody else is.</summary>
    private static bool MayOpenDevice()
    {
        if (HostCalls.IsRoot)
        {
            return File.GetUnixFileMode(Device).HasFlag(UnixFileMode.OtherRead | UnixFileMode.OtherWrite);
        }

        try
        {
            using var device = File.OpenHandle(Device, FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Needs(string what) =>
        $"The network \"egress\" needs {what}, or create the sandbox with the network \"none\".";

    private static AgentException Failed(string log)
    {
        var said = File.Exists(log) ? File.ReadAllText(log).Trim() : "";
        return new(
            ErrorCode.SandboxUnavailable,
            $"The sandbox's network did not come up{(said.Length == 0 ? "" : $": {said.Split('\n')[^1]}")}. Create it with the network \"none\" to do without.");
    }
}
