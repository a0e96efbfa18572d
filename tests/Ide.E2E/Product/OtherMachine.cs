using System.Diagnostics;
using Ide.E2E.Browsing;

namespace Ide.E2E.Product;

/// <summary>
/// A machine beside this one, as far as the network is concerned: a network namespace that reaches ours over one cable.
/// Needs root, as the tests of sandboxes do.
/// </summary>
internal sealed class OtherMachine : IAsyncDisposable
{
    private readonly string _name = $"ide-e2e-{Environment.ProcessId}";
    private readonly string _cable = $"ide{Environment.ProcessId}";

    /// <summary>One of 64 × 256 networks of four addresses: two runs at once shall not meet.</summary>
    private readonly (int Third, int First) _network = (Environment.ProcessId % 256, Environment.ProcessId / 256 % 64 * 4);

    private OtherMachine()
    {
    }

    /// <summary>Under which address that machine finds ours.</summary>
    public string OurAddress => Address(1);

    /// <summary>A program that starts Chromium there, to be given to Playwright.</summary>
    public string Chromium { get; } = Path.Combine(Directory.CreateTempSubdirectory("ide-e2e-machine-").FullName, "chromium");

    public static async Task<OtherMachine> StartAsync()
    {
        var machine = new OtherMachine();
        try
        {
            await machine.ConnectAsync();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request as it stands from there, and returns the first line of what comes back.</summary>
    public async Task<string> RequestAsync(int port, params string[] lines)
    {
        var text = string.Concat(lines.Select(line => line + "\\r\\n")) + "\\r\\n";
        var script = $"exec 3<>/dev/tcp/{OurAddress}/{port}; printf '{text}' >&3; head -n 1 <&3";
        return (await RunAsync("nsenter", $"--net=/run/netns/{_name}", "bash", "-c", script)).TrimEnd();
    }

    public async ValueTask DisposeAsync()
    {
        // The cable goes with the namespace that one of its ends is in; what was never made cannot be removed.
        await RunAsync("sh", "-c", $"ip netns delete {_name} 2>/dev/null; ip link delete {_cable} 2>/dev/null; true");
        Directory.Delete(Path.GetDirectoryName(Chromium)!, recursive: true);
    }

    private async Task ConnectAsync()
    {
        string[] steps =
        [
            $"ip netns add {_name}",
            $"ip link add {_cable} type veth peer name eth0 netns {_name}",
            $"ip address add {Address(1)}/30 dev {_cable}",
            $"ip link set {_cable} up",
            $"ip -n {_name} address add {Address(2)}/30 dev eth0",
            $"ip -n {_name} link set eth0 up",
            $"ip -n {_name} link set lo up",
        ];
        foreach (var step in steps)
        {
            await RunAsync("sh", "-c", step);
        }

        await File.WriteAllTextAsync(Chromium, $"#!/bin/sh\nexec nsenter --net=/run/netns/{_name} {Browsers.Chromium} \"$@\"\n");
        File.SetUnixFileMode(Chromium, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private string Address(int host) => $"10.213.{_network.Third}.{_network.First + host}";

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await error}");
    }
}
