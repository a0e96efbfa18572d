using System.Text.Json;
using Ide.Core.Protocol.Errors;

namespace Ide.Core.Sandboxes.Local;

/// <summary>Every process of one sandbox that can be found on this machine, however its start or its server ended.</summary>
internal sealed class SandboxProcesses(SandboxRecord record, SandboxPlaces places, ControlGroups groups)
{
    /// <summary>After SIGKILL to pid 1 of its namespace only the kernel has work to do.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    /// <summary>Pid 1 of the outer world; null while bubblewrap has not written it whole, or when what it names is gone.</summary>
    public HostProcess? World
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize(File.ReadAllBytes(places.WorldInfo), IncarnationJson.Default.WorldInfo) is { } info
                    ? HostProcess.Find(info.ChildPid)
                    : null;
            }
            catch (Exception exception) when (exception is IOException or JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Ends all of them; returns when they are gone.</summary>
    /// <exception cref="AgentException">The kernel did not end them.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Find() is { Count: > 0 } processes)
        {
            foreach (var process in processes)
            {
                process.Kill();
            }

            if (TimeProvider.System.GetElapsedTime(began) > EndLimit)
            {
                throw new AgentException(
                    ErrorCode.InternalError, $"{processes.Count} processes of {record.Id} did not end within {EndLimit.TotalSeconds:0} s of SIGKILL.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken).ConfigureAwait(false);
        }
    }

    private List<HostProcess> Find()
    {
        var noted = Incarnation.Load(places);
        var all = groups.Exist ? groups.ProcessesOf(record.Id).Select(HostProcess.Find) : Owned();
        return [.. new[] { noted?.World, noted?.Network }.Concat(all).OfType<HostProcess>().Where(found => found.IsAlive).Distinct()];
    }

    /// <summary>
    /// Where no group lists them. All that its own user of the host runs; without one, those of the server's user whose command line names the
    /// sandbox's directory: the outer bubblewrap, with which all inside ends, and the user-mode network.
    /// </summary>
    private IEnumerable<HostProcess> Owned() => record.HostUser is { } user
        ? HostProcess.OfUser(user)
        : HostProcess.OfUser(HostCalls.User).Where(process => IsOurs(process.CommandLine()));

    /// <summary>Not whoever merely looks at one of its files.</summary>
    private bool IsOurs(IReadOnlyList<string> words) =>
        words is [var program, ..] && Path.GetFileName(program) is "bwrap" or "pasta" or "ide-launcher"
        && words.Any(word => word.StartsWith($"{places.Root}/", StringComparison.Ordinal));
}
