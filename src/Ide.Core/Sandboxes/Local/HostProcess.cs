using System.Globalization;

namespace Ide.Core.Sandboxes.Local;

/// <summary>A process of the host that is told from a later one with the same pid by the time at which it started.</summary>
/// <param name="StartTime">Field 22 of <c>/proc/PID/stat</c>: clock ticks since the machine's start (proc(5)).</param>
internal sealed record HostProcess(int Pid, long StartTime)
{
    private const int StateField = 0;
    private const int StartTimeField = 19;

    /// <summary>The process with that pid; null when there is none, or only what its parent has not reaped yet.</summary>
    public static HostProcess? Find(int pid) =>
        ReadStat(pid) is { } fields && fields[StateField] is not ("Z" or "X")
            ? new(pid, long.Parse(fields[StartTimeField], CultureInfo.InvariantCulture))
            : null;

    public bool IsAlive => Find(Pid) == this;

    /// <summary>Ends it, if it is still the same process.</summary>
    public void Kill()
    {
        if (IsAlive)
        {
            HostCalls.Kill(Pid, HostCalls.KillSignal);
        }
    }

    /// <summary>The processes of a user of the host.</summary>
    public static IEnumerable<HostProcess> OfUser(int user) =>
        from directory in Directory.EnumerateDirectories("/proc")
        let pid = int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where pid > 0 && UserOf(pid) == user
        let process = Find(pid)
        where process is not null
        select process;

    /// <summary>The words of its command line; empty for one that is gone.</summary>
    public IReadOnlyList<string> CommandLine()
    {
        try
        {
            return File.ReadAllText($"/proc/{Pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static int? UserOf(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(text => text.StartsWith("Uid:", StringComparison.Ordinal));
            return line is null ? null : int.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The fields behind the name, which may itself hold blanks and parentheses.</summary>
    private static string[]? ReadStat(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
