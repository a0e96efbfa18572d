using System.Globalization;
using Bench.Peers;
using Bench.Products;

namespace Bench.Measurements;

/// <summary>What a sandbox costs that nobody uses just now.</summary>
/// <param name="network"><c>none</c> or <c>egress</c>.</param>
internal sealed class IdleMemory(string network) : IMeasurement
{
    private const int Warmup = 0;
    private const int Repetitions = 5;

    /// <summary>What "idle" means here.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    public Subject Subject { get; } = new(
        $"idle-memory-{network}",
        $"idle sandbox, PSS of all its processes (network {network})",
        Unit.Megabytes,
        new Goal(Median: 25),
        "The only sandbox of the server, 5 s after its first command, whose shell lives on: the sum of `Pss` in "
        + "`/proc/PID/smaps_rollup` over every process that came with it, the isolation's and the network's too. "
        + "Jupyter: one kernel after the first cell of `context-warm`, without the server.");

    public async Task<Samples> OfProductAsync(Rig rig, CancellationToken cancellationToken)
    {
        await rig.ProductAsync(cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            await using var sandbox = await rig.SandboxAsync(network, cancellationToken);
            await sandbox.ExecuteAsync("true", session: null, cancellationToken);
            await Task.Delay(Rest, cancellationToken);
            var processes = Processes(sandbox);
            if (processes.Count == 0)
            {
                throw new WrongAnswerException("No process of the sandbox was found.");
            }

            return processes.Sum(ProcessTable.ProportionalBytes) / 1e6;
        }
    }

    public async Task<Samples>? OfPeerAsync(Rig rig, CancellationToken cancellationToken)
    {
        var server = await rig.PeerAsync(cancellationToken);
        return await Repeat.Async(Warmup, Repetitions, OnceAsync, cancellationToken);

        async Task<double> OnceAsync()
        {
            await using var kernel = await JupyterKernel.StartAsync(server, cancellationToken);
            await kernel.RunAsync(NewContext.FirstCell, static _ => { }, cancellationToken);
            await Task.Delay(Rest, cancellationToken);
            var processes = ProcessTable.Read().WithDescendants([server.ProcessId]);
            return processes.Where(id => id != server.ProcessId).Sum(ProcessTable.ProportionalBytes) / 1e6;
        }
    }

    /// <summary>
    /// What names the sandbox in its command line (its outermost process does), all below that, and what serves one of
    /// those by its pid, as the user-mode network does.
    /// </summary>
    private static HashSet<int> Processes(Sandbox sandbox)
    {
        var table = ProcessTable.Read();
        var found = table.WithDescendants(table.Ids.Where(id => Arguments(id).Contains(sandbox.Id)));
        var servants = table.Ids.Where(id => Arguments(id) is { Length: > 1 } arguments
            && int.TryParse(arguments[^1], CultureInfo.InvariantCulture, out var served) && found.Contains(served));
        return [.. found, .. servants];
    }

    private static string[] Arguments(int id) => ProcessTable.CommandLine(id).Split('\0', StringSplitOptions.RemoveEmptyEntries);
}
